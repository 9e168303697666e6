/**
 * The engine of the instrumentations: a plugin describes a client library's operations in a table, the engine makes
 * spans and metrics of the calls.
 */
export { Call } from './call';
export { keepsInside, runInside } from './call-context';
export { Caller } from './caller';
export { Engine } from './engine';
export { databaseMetrics } from './database-metrics';
export { codeName, errorType, isStatus } from './errors';
export { gaxSpans } from './gax-spans';
export { ClientInstrumentation } from './instrumentation';
export { shortened } from './limits';
export {
  type Attempts,
  type Assigned,
  type Attributes,
  type ClassRows,
  type Consumed,
  defineOperations,
  type Description,
  type InstrumentedPackage,
  type LogEvent,
  type Measurement,
  type Method,
  type Metric,
  type Operation,
  type OperationTable,
  type Plugin,
  type RequestObserver,
  type Row,
  type Subscription,
  type Wrapper,
} from './plugin';
export { redacted } from './redact';
export { countPushed, type Counter } from './stream-events';
export type { CallInfo, CallResult, ClientInstrumentationConfig, OptionRules } from './options';
export {
  binds,
  bindsWhenCalled,
  counts,
  detaches,
  keepsReads,
  perInstance,
  propagates,
  reenters,
  replaces,
  reveals,
  revealsGiven,
  tells,
} from './wrap';
