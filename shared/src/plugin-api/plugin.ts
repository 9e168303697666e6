/** The interface that a plugin implements: data and pure functions. */
import type { Attributes as LogAttributes } from '@opentelemetry/api';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Attributes } from './attributes';
import type { Call } from './call';
import type { OptionRules } from './options';
import type { OperationTable } from './table';

/** A package whose classes are patched. */
export interface InstrumentedPackage {
  readonly name: string;
  /** The supported releases, including `from` and excluding `below`. Default: all. */
  readonly supported?: { readonly from: string; readonly below: string };
  readonly operations: OperationTable;
  /** Finds classes that the package does not export, from its main exports. Only called by `instrumentModule`. */
  readonly hiddenClasses?: (exports: never) => { readonly [className: string]: unknown };
  /** What cannot be traced in a copy inside a bundle, for a warning. Only called by `instrumentModule`. */
  readonly untracedInBundle?: (exports: never, config: never) => string | undefined;
}

/** One finished call, as passed to metrics and events. */
export interface Measurement {
  /** Seconds. */
  readonly duration: number;
  /** Attributes at the start. */
  readonly start: Attributes;
  /** Attributes after success. */
  readonly outcome: Attributes | undefined;
  /** How often the function of the call ran, if the row has `attempts`. */
  readonly attempts: number | undefined;
  /** Attributes noted or counted during the call, whether it succeeded or failed. */
  readonly noted: Attributes | undefined;
  /** The `error.type`; `undefined` on success. */
  readonly errorType: string | undefined;
  /** The object whose method was called. */
  readonly target: unknown;
  /** The result, as passed to the row's `outcome`. */
  readonly result: unknown;
}

/** A log record with an event name. */
export interface LogEvent {
  readonly name: string;
  readonly attributes: LogAttributes;
}

export type Record = (value: number, attributes: Attributes) => void;

/** A metric instrument, and the values that a finished call adds to it. */
export interface Metric {
  readonly name: string;
  readonly type: 'histogram' | 'counter';
  readonly unit: string;
  readonly description: string;
  readonly boundaries?: readonly number[];
  /** Whether it counts what Google bills. It then also has the attributes of `billingAttributes`. */
  readonly bills?: true;
  /** Calls `record` for each value; `common` are the attributes that all metrics of the plugin share. */
  measure(measurement: Measurement, common: Attributes, record: Record): void;
}

/** Observes the HTTP requests that a call makes through Node's own client, at any depth of the library. */
export interface RequestObserver {
  /** A request was created. Returns whether to observe its response. */
  sent(request: ClientRequest, call: Call): boolean;
  /** The headers of a response have arrived, but not its body. */
  answered?(request: ClientRequest, response: IncomingMessage, call: Call): void;
  /** The request failed without a response. */
  failed?(request: ClientRequest, call: Call): void;
}

/** Everything that the engine needs to know about a plugin. */
export interface Plugin {
  /** The plugin's npm package, which is also the name of the instrumentation scope. */
  readonly name: string;
  readonly version: string;
  /** Name in `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. */
  readonly shortName: string;
  readonly schemaUrl: string;
  readonly packages: readonly InstrumentedPackage[];
  /**
   * `synchronous`: the library's public methods call each other only synchronously, before their first `await`.
   * @default 'asynchronous'
   */
  readonly innerCalls?: 'synchronous' | 'asynchronous';
  readonly options: OptionRules;
  readonly requests?: RequestObserver;
  /** The attribute for the operation's name. It is recorded even if `describe` throws. */
  readonly operationAttribute?: string;
  /** The attribute for the server's status, set if the call failed with one. */
  readonly statusAttribute?: string;
  /** Attributes of a call that the application cancelled with an `AbortSignal`. Its span status stays unset. */
  readonly aborted?: Attributes;
  /** Attributes with JSON. The engine does not truncate them, which would break the JSON; the plugin must limit them. */
  readonly structured?: ReadonlySet<string>;
  /** The attributes that the plugin's metrics share. */
  readonly metricAttributes: (start: Attributes, errorType: string | undefined) => Attributes;
  readonly metrics: readonly Metric[];
  /** Finds the HTTP status or code of an error that has none in the usual properties. */
  readonly codeIn?: (error: never) => unknown;
  /** The event to emit for a finished call, if any. */
  readonly event?: (ended: Measurement, call: Call) => LogEvent | undefined;
}
