import type { Attributes as LogAttributes } from '@opentelemetry/api';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Attributes } from './attributes';
import type { Call } from './call';
import type { OptionRules } from './options';
import type { OperationTable } from './table';

/** A package whose classes are patched. */
export interface InstrumentedPackage {
  readonly name: string;
  /** The supported releases: from the first, and below the first that is not. Default: whichever are loaded. */
  readonly supported?: { readonly from: string; readonly below: string };
  readonly operations: OperationTable;
  /** Finds the classes that the package does not export, given its main exports. Called by `instrumentModule` only. */
  readonly hiddenClasses?: (exports: never) => { readonly [className: string]: unknown };
  /** What to tell of a copy inside a bundle, if all of it cannot be traced as elsewhere. Called by `instrumentModule` only. */
  readonly lacksInBundle?: (exports: never, config: never) => string | undefined;
}

/** One finished call, as metrics see it. */
export interface Measurement {
  /** Seconds. */
  readonly duration: number;
  /** Attributes at the start. */
  readonly start: Attributes;
  /** Attributes after success. */
  readonly outcome: Attributes | undefined;
  /** How often its function was run, where it has one. */
  readonly attempts: number | undefined;
  /** What was learnt while it lasted, also where it failed. */
  readonly noted: Attributes | undefined;
  /** Why it failed; `undefined` on success. */
  readonly errorType: string | undefined;
  /** The object whose method was called. */
  readonly target: unknown;
  /** What the call gave, as its row's `outcome` saw it. */
  readonly result: unknown;
}

/** Something to tell beside spans and metrics: a log record with a name. */
export interface LogEvent {
  readonly name: string;
  readonly attributes: LogAttributes;
}

export type Record = (value: number, attributes: Attributes) => void;

/** An instrument, and what a finished call adds to it. */
export interface Metric {
  readonly name: string;
  readonly type: 'histogram' | 'counter';
  readonly unit: string;
  readonly description: string;
  readonly boundaries?: readonly number[];
  /** Whether it counts what Google bills: then it has the attributes of `billingAttributes`, too. */
  readonly bills?: true;
  /** Calls `record` for each value; `common` are the attributes that all metrics of the plugin share. */
  measure(measurement: Measurement, common: Attributes, record: Record): void;
}

/** Learns from the HTTP requests that a call makes through Node's own client, whoever in the library makes them. */
export interface RequestObserver {
  /** A request is made; says whether its answer is one to hear of. */
  sent(request: ClientRequest, call: Call): boolean;
  /** The head of an answer is there; its body is not. */
  answered?(request: ClientRequest, response: IncomingMessage, call: Call): void;
  /** No answer came. */
  failed?(request: ClientRequest, call: Call): void;
}

/** All that the engine needs to know of a plugin: data and pure functions. */
export interface Plugin {
  /** npm package of the plugin: the scope's name. */
  readonly name: string;
  readonly version: string;
  /** Name in `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. */
  readonly shortName: string;
  readonly schemaUrl: string;
  readonly packages: readonly InstrumentedPackage[];
  /**
   * `synchronous`: the library's public methods call each other only before they first wait for anything.
   * @default 'asynchronous'
   */
  readonly innerCalls?: 'synchronous' | 'asynchronous';
  readonly options: OptionRules;
  readonly requests?: RequestObserver;
  /** The attribute that names the operation: told also where a call could not be described. */
  readonly operationAttribute?: string;
  /** The attribute for the status that a server answered with, where that is why a call failed. */
  readonly statusAttribute?: string;
  /** What is said of a call that the application gave up with an `AbortSignal`. Its status stays unset. */
  readonly aborted?: Attributes;
  /** Attributes of JSON. The engine cuts what is too long, but a part of JSON is none: the plugin keeps them short itself. */
  readonly structured?: ReadonlySet<string>;
  /** The attributes that the plugin's metrics share. */
  readonly metricAttributes: (start: Attributes, errorType: string | undefined) => Attributes;
  readonly metrics: readonly Metric[];
  /** The HTTP status, or the code, that the library hides somewhere in its error, where that has none of its own. */
  readonly codeIn?: (error: never) => unknown;
  /** What is told of a finished call as an event. */
  readonly event?: (ended: Measurement, call: Call) => LogEvent | undefined;
}
