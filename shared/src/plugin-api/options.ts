import type { Context, Span } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { InstrumentationConfig } from '@opentelemetry/instrumentation';

/** One call, as hooks see it. */
export interface CallInfo {
  /** The value of the operation attribute, for example `get`. */
  readonly operation: string;
  /** What the call acts on, as in the span's name: a collection, a table, a model. */
  readonly target: string | undefined;
  /** The client library's object whose method was called. */
  readonly instance: unknown;
  /** The arguments of the call. They are the application's: do not change them. */
  readonly arguments: readonly unknown[];
}

/** One finished call: what it gave (streams: how many rows), or why it failed. */
export interface CallResult extends CallInfo {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Options that every plugin has. */
export interface ClientInstrumentationConfig extends InstrumentationConfig {
  /**
   * Create a span only where one is active already. Metrics are recorded all the same.
   * @default false
   */
  requireParentSpan?: boolean;
  /**
   * Hide the gRPC and HTTP spans below the semantic span. Trace context is still sent with the requests.
   * @default false
   */
  suppressInternalInstrumentation?: boolean;
  /**
   * Record message and stack of errors. Messages of servers quote document names and values. Queries of URLs,
   * passwords, tokens and keys are taken out of them.
   * @default false
   */
  captureErrorMessages?: boolean;
  /**
   * Return `true` for calls that should have neither span nor metric. A function that throws is reported to `diag`
   * and counts as `false`.
   */
  ignoreOperation?: (info: CallInfo) => boolean;
  /**
   * Attributes for all metrics of a call: whose work it is, for example a tenant or a plan. `context` is that of the
   * call, with its baggage. At most 8 attributes, whose texts are cut after 128 characters. Each combination of values
   * is a series of its own: return few different ones. What it throws is reported to `diag` only.
   */
  metricAttributes?: (info: CallInfo, context: Context) => Attributes | undefined;
  /** The same, for the counters of what Google bills only. */
  billingAttributes?: (info: CallInfo, context: Context) => Attributes | undefined;
  /** Runs after the span has started, for recorded spans. What it throws is reported to `diag` only. */
  requestHook?: (span: Span, info: CallInfo) => void;
  /** Runs before the span ends, for recorded spans. What it throws is reported to `diag` only. */
  responseHook?: (span: Span, info: CallResult) => void;
}

/** What an option may be: a type's name, or the list of its values; and its default. */
export interface OptionRule {
  readonly type: 'boolean' | 'function' | readonly (boolean | string)[];
  readonly default?: boolean | string;
}

export interface OptionRules {
  readonly [option: string]: OptionRule;
}
