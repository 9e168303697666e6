/** The interface of a table row: what a method returns, and how to describe a call of it. */
import type { Context, SpanKind } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { Call } from './call';
import type { Caller } from './caller';
import type { Description } from './description';

/**
 * What a method returns, and so when its call ends:
 *
 * - `promise`: when the promise settles. If the method returns something else, when it returns.
 * - `callback`: when the callback is called. Without a callback the method returns a promise.
 * - `body`: when the transaction ends that the library passes to the function among the arguments, once per attempt.
 * - `stream`: when the readable stream ends, fails, is destroyed, or is garbage collected.
 * - `writable`: the same for a writable stream.
 * - `iterator`: when the async iterator is exhausted, left, fails, or is garbage collected.
 * - `chunks`: when the response that the promise resolves to has been read, chunk by chunk or as a whole.
 * - `subscription`: with the first delivery to the listener. Each further delivery is a call of its own.
 */
export type ReturnKind =
  | 'promise'
  | 'callback'
  | 'body'
  | 'stream'
  | 'writable'
  | 'iterator'
  | 'chunks'
  | 'subscription';

/**
 * Counts the attempts of an operation. The last function among the arguments, which the library runs once per attempt,
 * runs in the span's context. Its runs are counted in `attribute`, and each run after the first adds a `retry` event
 * with that count and with the `error.type` of the failed attempt.
 */
export interface Attempts {
  readonly attribute: string;
}

/** The name and the attributes of a call. The functions must not change anything. */
interface Described {
  /** The operation's name if `describe` returns no other, or throws. */
  readonly operation: string;
  /** Default: CLIENT; for composites INTERNAL. */
  readonly kind?: SpanKind;
  /** Whether a call is traced. Default: always. */
  when?(target: never, args: never, config: never): boolean;
  /** Describes a call by its target and arguments. `operation` is the row's, `config` has the plugin's options. */
  describe(target: never, args: never, operation: string, config: never): Description;
  /** More expensive attributes that no sampler needs. Read before the call, and only if the span is recorded. */
  details?(target: never, args: never, config: never): Attributes;
  /**
   * Attributes known after success. For streams and iterators, the result is a {@link Consumed}; for callbacks, the list
   * of arguments after the error. If an `error.type` is among the attributes, the call is recorded as failed: use it for
   * a result that the library does not treat as an error, but that is not what the application asked for.
   */
  outcome?(result: never, target: never, call: Call): Attributes | undefined;
  /** Attributes known after failure. */
  failure?(error: never, target: never, call: Call): Attributes | undefined;
}

/** The relation of a call to others: the calls that it makes, and the contexts that it works for. */
interface Related {
  /** Inner calls have spans, as children of this one. Default: they belong to this call and have no span. */
  readonly composite?: boolean;
  /** Decides for each call whether it is composite, by its target and arguments. */
  compositeIf?(target: never, args: never): boolean;
  /** For composites: the call also sends requests of its own. Default: its inner calls send all. */
  readonly sends?: true;
  /** For composites: runs when an inner call has succeeded. */
  onChildSuccess?(step: Call, call: Call): void;
  /**
   * The contexts in which the work of a batch was queued. The span links to each of their spans. If they share one span,
   * it is the parent; otherwise the span is a root. Such a call has a span even inside another call of the library.
   */
  linkedContexts?(target: never, args: never): Iterable<Context>;
  /** For methods with a function among the arguments that the library runs once for each attempt. */
  readonly attempts?: Attempts;
}

/** How the arguments of a call are passed on, and how its result is followed. */
interface Followed {
  readonly returns: ReturnKind;
  /** Returns the arguments with the application's functions and data sources bound to its context. */
  bindArguments?(args: never, caller: Caller): readonly unknown[];
  /** For `callback`: the index of the first argument that can be the callback. Default: 0. */
  readonly callbackFrom?: number;
  /**
   * For `stream` and `writable`: the event or method with which the stream sends its first request. The call starts
   * there, and the event's listeners or the method run inside it. Default: the call starts with the traced method.
   */
  readonly starts?: string;
  /** For `stream`: the number of rows in a chunk. `false`: chunks are not rows and are not counted. Default: 1. */
  readonly rows?: ((chunk: never) => number) | false;
  /**
   * For `chunks`: a reducer that accumulates what is known of the chunks, for `outcome`. The chunks are also timed.
   */
  gather?(before: never, chunk: never, call: Call): unknown;
  /** For `chunks`: the promise resolves to an object with these two properties. */
  readonly pair?: ChunksAndWhole;
  /**
   * For `chunks` with a custom thenable: its method that returns the promise, however the application awaits it. The
   * method is followed, so that the thenable itself is not replaced by a promise.
   */
  readonly promiseMethod?: string;
  /** For `body`: a method of the transaction that ends the call, unless an inner call is running. */
  readonly endedBy?: string;
  /** For `subscription`. */
  readonly subscription?: Subscription;
}

/** The releases of the library that have the method. In others, its absence is not reported. */
export interface InReleases {
  /** The first release that has it. */
  readonly since?: string;
  /** The first release that no longer has it. */
  readonly until?: string;
}

/**
 * One row of a plugin's table. `never` stands for the parameter types of the plugin's functions, which a table of many
 * classes cannot name.
 */
export interface Operation extends Described, Related, Followed, InReleases {}

/** The properties of a response that has both a stream of chunks and a promise of the whole. Either may be read. */
export interface ChunksAndWhole {
  readonly chunks: string;
  readonly whole: string;
  /** Whether the library handles a rejection of the whole itself. */
  readonly handlesRejection: boolean;
}

/**
 * A listener that is called until it is unsubscribed. The call ends with the first delivery. Each later delivery has a
 * span of its own: a root with a link to the call's span.
 */
export interface Subscription {
  /** Index of the function that gets the deliveries, as its first argument. */
  readonly listener: number;
  /** Index of the function that gets the error that ends the subscription. */
  readonly onError: number;
  /** What the library does with an error if the application passes no such function. */
  readonly defaultOnError: (error: unknown) => void;
  /** The row for later deliveries. The arguments of such a call are those of the listener. */
  readonly delivery: Operation;
}

/** What was read from a stream or an iterator: the number of rows, the last chunk, and whether that was all. */
export interface Consumed<Chunk = unknown> {
  rows: number;
  last: Chunk | undefined;
  complete: boolean;
  /** What the row's `gather` has accumulated. */
  gathered?: unknown;
  /** Seconds from the call to its first chunk. */
  firstAfter?: number;
  /** Seconds between consecutive chunks. */
  between?: number[];
}
