import type { Attributes as LogAttributes, Context, SpanKind } from '@opentelemetry/api';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Call } from './call';
import type { Caller } from './caller';
import type { Engine } from './engine';
import type { OptionRules } from './options';

/** What is recorded of a call. The values are those that every backend takes; the API itself would take anything. */
export interface Attributes {
  [attribute: string]: string | number | boolean | readonly string[] | undefined;
}

/** What a plugin says of one call before it starts: what a sampler may want, and nothing that is costly to know. */
export interface Description {
  /** Value of the operation attribute, and the span name's first word. Default: the row's `operation`. */
  readonly operation?: string;
  /** What the operation acts on, in low cardinality: a collection, a table, a model. */
  readonly target?: string | undefined;
  /** Span name. Default: `{operation} {target}`, or the operation alone. */
  readonly name?: string;
  /** Default: the row's. */
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
  /** What no sampler asks for and costs nothing to know. */
  readonly recorded?: Attributes;
  /** What the application asked to have captured of what it sends: for the event of the call. */
  readonly captured?: object;
  /** What metrics take from it. The engine keeps it here: many calls may share a description. */
  measured?: Attributes;
}

/**
 * The last function among the arguments, which the library runs once per attempt. It runs in the span's own context,
 * its runs are counted in `attribute`, and each run after the first leaves a `retry` event with that count and with
 * the `error.type` that made it necessary.
 */
export interface Attempts {
  readonly attribute: string;
}

/**
 * One row of a plugin's table: what a method returns, and how to describe a call of it. The functions only read;
 * `never` stands for the types that the plugin gives them, which a table of many classes cannot name.
 */
export interface Operation {
  readonly returns:
    | 'promise'
    | 'callback'
    | 'body'
    | 'stream'
    | 'writable'
    | 'iterator'
    | 'chunks'
    | 'subscription';
  /** The operation's name where `describe` gives no other, and where `describe` fails. */
  readonly operation: string;
  /** Default: CLIENT; for composites INTERNAL. */
  readonly kind?: SpanKind;
  /** The calls that this one makes are shown as its children. Default: they belong to it, and have no span. */
  readonly composite?: boolean;
  /** Whether this call of it is a composite, where that depends on how it is made. */
  compositeIf?(target: never, args: never): boolean;
  /** For composites: it sends a request of its own, too. Default: its steps send all. */
  readonly sends?: true;
  /** What the call is, from what it was called on and with; `operation` is the row's, `config` the plugin's options. */
  describe(target: never, args: never, operation: string, config: never): Description;
  /** What no sampler asks for and costs something to know: read before the call, only for a span that is recorded. */
  details?(target: never, args: never, config: never): Attributes;
  /**
   * Attributes known after success. Streams and iterators give a {@link Consumed} as the result, calls that take a
   * callback the list of what it is given. An `error.type` among them makes a failure of it: of what the library does
   * not treat as one, and the application has not got what it asked for.
   */
  outcome?(result: never, target: never, call: Call): Attributes | undefined;
  /**
   * For `returns: 'chunks'`: what is known after a chunk, from what was known before. Its chunks are timed, too.
   * Attributes are made of it when the call ends.
   */
  gather?(before: never, chunk: never, call: Call): unknown;
  /** For `returns: 'chunks'`: the promise gives a pair of these properties. */
  readonly pair?: ChunksAndWhole;
  /**
   * For `returns: 'chunks'`: the method of what is returned whose promise the application gets, however it asks for
   * it. A thenable of the library's own is not replaced by a promise.
   */
  readonly settledBy?: string;
  /** Attributes known after failure. */
  failure?(error: never, target: never, call: Call): Attributes | undefined;
  /** For composites: a call that is a step of this one has succeeded. */
  stepped?(step: Call, call: Call): void;
  /** The arguments, with the functions and sources of the application put where it made the call. */
  inputs?(args: never, caller: Caller): readonly unknown[];
  /** The first argument that can be the callback. Default: 0. */
  readonly callbackFrom?: number;
  /**
   * The event, or the method, with which a stream sends its first request: its call starts there, and what runs then
   * runs inside it. Default: the request is on its way when the stream is returned.
   */
  readonly starts?: string;
  /** How many rows a chunk of a stream is. `false`: chunks are no rows, and are not counted. Default: 1. */
  readonly rows?: ((chunk: never) => number) | false;
  /** Which calls are traced at all. Default: each. */
  when?(target: never, args: never, config: never): boolean;
  /**
   * Where the work of a batch was asked for. The span is a child of the span that all of them share, a root where
   * they share none, and linked to each. Such a call has its span also inside another call of the library.
   */
  causes?(target: never, args: never): Iterable<Context>;
  readonly attempts?: Attempts;
  /** For `returns: 'body'`: a method of what the body runs on after which the call is over, unless a step is under way. */
  readonly endedBy?: string;
  /** For `returns: 'subscription'`. */
  readonly subscription?: Subscription;
  readonly since?: string;
  readonly until?: string;
}

/** A stream of chunks, and a promise of the whole that they make: whichever of them the application reads. */
export interface ChunksAndWhole {
  readonly chunks: string;
  readonly whole: string;
  /** Whether the library hears of the whole itself, so that nobody has to. */
  readonly isHeard: boolean;
}

/**
 * A listener that is called until it is unsubscribed: its call ends with what comes first, and each later delivery
 * has a span of its own, a root that is linked to it.
 */
export interface Subscription {
  /** Position of the function that hears deliveries, given as its first argument. */
  readonly listener: number;
  /** Position of the function that hears the error that ends the subscription. */
  readonly onError: number;
  /** What the library does with an error where the application gives no such function. */
  readonly otherwise: (error: unknown) => void;
  /** Describes a later delivery. Its arguments are those of the listener. */
  readonly delivery: Operation;
}

/** What a stream or an iterator has given: how many rows, the chunk that came last, and whether that was all. */
export interface Consumed<Chunk = unknown> {
  rows: number;
  last: Chunk | undefined;
  complete: boolean;
  /** What the row has gathered of the chunks. */
  gathered?: unknown;
  /** Seconds from the call to its first chunk, and between each two of those that are timed. */
  firstAfter?: number;
  between?: number[];
}

// oxlint-disable-next-line typescript/no-explicit-any -- any method of any library: nothing narrower accepts them all
export type Method = (this: any, ...args: any[]) => any;

/** Makes the replacement of a method that no row describes. It guards itself, as the engine's own wrappers do. */
export type Wrapper = (engine: Engine, original: Method) => Method;

/**
 * A method to replace. `since` is the first release that has it, `until` the first that has it no more: outside of
 * these it is no surprise that it is missing.
 */
export type Row =
  | Operation
  | ({ readonly wrap: Wrapper } & InReleases)
  | ({ readonly assigned: Assigned } & InReleases);

interface InReleases {
  readonly since?: string;
  readonly until?: string;
}

/** Sees what the constructor of a class assigns to an instance, and says what the instance gets. */
export type Assigned = (engine: Engine, instance: object, value: unknown) => unknown;

/** The methods of one class to replace, and the files of the package that define the class, in its releases. */
export interface ClassRows {
  /** Paths inside the package. Empty: the package's main module. */
  readonly files: readonly string[];
  /** These are functions that the file exports, and no methods of a class. */
  readonly functions?: boolean;
  readonly methods: { readonly [method: string]: Row };
  readonly since?: string;
}

export interface OperationTable {
  readonly [className: string]: ClassRows;
}

/** Types a plugin's table without widening it. */
export const defineOperations = <const Table extends OperationTable>(table: Table): Table => table;

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
