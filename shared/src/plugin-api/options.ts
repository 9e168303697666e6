/** The options that every plugin has, and the rules by which options are validated. */
import type { Context, Span } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';

/** One call, as passed to hooks. */
export interface CallInfo {
  /** The value of the operation attribute, for example `get`. */
  readonly operation: string;
  /** The collection, table, model etc. that the call acts on, as in the span name. */
  readonly target: string | undefined;
  /** The object of the client library whose method was called. */
  readonly instance: unknown;
  /** The arguments of the call. They belong to the application: do not change them. */
  readonly arguments: readonly unknown[];
}

/** One finished call, with its result (for streams: how many rows) or its error. */
export interface CallResult extends CallInfo {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Options that every plugin has. */
export interface ClientInstrumentationConfig extends InstrumentationConfig {
  /**
   * Create a span only if another span is active. Metrics are recorded in any case.
   * @default false
   */
  requireParentSpan?: boolean;
  /**
   * Hide the gRPC and HTTP spans below the semantic span. Trace context is still sent with the requests.
   * @default false
   */
  suppressInternalInstrumentation?: boolean;
  /**
   * Record the message and stack of errors. Messages of servers can quote document names and values. URL queries,
   * passwords, tokens and keys are removed from them.
   * @default false
   */
  captureErrorMessages?: boolean;
  /**
   * Return `true` for calls that should have neither a span nor metrics. If the function throws, the error is reported
   * to `diag`, and the call is recorded.
   */
  ignoreOperation?: (info: CallInfo) => boolean;
  /**
   * Returns attributes for all metrics of a call, for example a tenant or a plan. `context` is that of the call,
   * including baggage. At most 8 attributes; strings are truncated to 128 characters. Each combination of values is a
   * separate time series, so return few different values. If it throws, the error is only reported to `diag`.
   */
  metricAttributes?: (info: CallInfo, context: Context) => Attributes | undefined;
  /** The same, but only for the counters of what Google bills. */
  billingAttributes?: (info: CallInfo, context: Context) => Attributes | undefined;
  /** Runs after the span has started, for recorded spans. What it throws is reported to `diag` only. */
  requestHook?: (span: Span, info: CallInfo) => void;
  /** Runs before the span ends, for recorded spans. If it throws, the error is only reported to `diag`. */
  responseHook?: (span: Span, info: CallResult) => void;
}

/** The type of an option, or the list of its values, and its default. */
export interface OptionRule {
  readonly type: 'boolean' | 'function' | readonly (boolean | string)[];
  readonly default?: boolean | string;
}

export interface OptionRules {
  readonly [option: string]: OptionRule;
}
