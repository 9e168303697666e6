/**
 * Exports of the engine. A plugin describes the operations of a client library in a table; the engine records spans and
 * metrics of the calls.
 */
export { ClientInstrumentation } from './instrumentation';
export { ENABLED_CHANNEL, enabledInstances, type Instance } from './instances';
export type { Attributes } from './plugin-api/attributes';
export type { Call } from './plugin-api/call';
export type { Description } from './plugin-api/description';
export type { Engine } from './plugin-api/engine';
export type { Attempts, Consumed, Operation, ReturnKind, Subscription } from './plugin-api/operation';
export type { CallInfo, CallResult, ClientInstrumentationConfig, OptionRules } from './plugin-api/options';
export type {
  InstrumentedPackage,
  LogEvent,
  Measurement,
  Metric,
  Plugin,
  RequestObserver,
} from './plugin-api/plugin';
export {
  type Assigned,
  type ClassRows,
  defineOperations,
  type Method,
  type OperationOn,
  type OperationTable,
  type Row,
  type RowsOf,
  type Wrapper,
} from './plugin-api/table';

export { databaseMetrics } from './telemetry/database-metrics';
export { codeName, errorType, isStatus } from './telemetry/errors';
export { shortened } from './telemetry/limits';
export { redacted } from './telemetry/redact';

export { keepMethodsInside, runInside } from './call/active-call';
export { Caller } from './call/caller';
export { countPushed, type Counter } from './results/stream-events';
export { listeningCall } from './results/subscription';

export { gaxSpans } from './patching/gax-spans';
export {
  bindArgument,
  bindResultToCaller,
  onInternalCall,
  patchClassOfArgument,
  patchClassOfResult,
  propagateFromCall,
  readInCallContext,
  replaceWhen,
  restoreCallContext,
  runInRootContext,
} from './patching/internal-methods';
export { perInstance } from './patching/wrap-operation';
