import type { Context, SpanKind } from '@opentelemetry/api';
import type { Attributes } from './attributes';
import type { Call } from './call';
import type { Caller } from './caller';
import type { Description } from './description';

/**
 * What a method returns, and so when its call is over:
 *
 * - `promise`: when the promise settles. A method that returns something else is over when it returns.
 * - `callback`: when its callback is called; without a callback it returns a promise.
 * - `body`: when the function that it was given, and calls for each attempt, has ended what it was given to run on.
 * - `stream`: when a readable stream ends, fails, is destroyed, or is dropped.
 * - `writable`: the same of a stream that is written to.
 * - `iterator`: when an async iterator is read to its end, left, fails, or is dropped.
 * - `chunks`: when the answer that the promise gives is read: chunk by chunk, or as the whole that they make.
 * - `subscription`: with the first thing that the listener hears; each further one has a call of its own.
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
 * The last function among the arguments, which the library runs once per attempt. It runs in the span's own context,
 * its runs are counted in `attribute`, and each run after the first leaves a `retry` event with that count and with
 * the `error.type` that made it necessary.
 */
export interface Attempts {
  readonly attribute: string;
}

/** What a call is called, and what is recorded of it. The functions only read. */
interface Described {
  /** The operation's name where `describe` gives no other, and where `describe` fails. */
  readonly operation: string;
  /** Default: CLIENT; for composites INTERNAL. */
  readonly kind?: SpanKind;
  /** Which calls are traced at all. Default: each. */
  when?(target: never, args: never, config: never): boolean;
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
  /** Attributes known after failure. */
  failure?(error: never, target: never, call: Call): Attributes | undefined;
}

/** How a call stands to others: those that it makes, and those that asked for it. */
interface Related {
  /** The calls that this one makes are shown as its children. Default: they belong to it, and have no span. */
  readonly composite?: boolean;
  /** Whether this call of it is a composite, where that depends on how it is made. */
  compositeIf?(target: never, args: never): boolean;
  /** For composites: it sends a request of its own, too. Default: its steps send all. */
  readonly sends?: true;
  /** For composites: a call that is a step of this one has succeeded. */
  onChildSuccess?(step: Call, call: Call): void;
  /**
   * Where the work of a batch was asked for. The span is a child of the span that all of them share, a root where
   * they share none, and linked to each. Such a call has its span also inside another call of the library.
   */
  linkedContexts?(target: never, args: never): Iterable<Context>;
  /** The function among the arguments that the library runs once for each attempt. */
  readonly attempts?: Attempts;
}

/** How its arguments are read, and its result followed. */
interface Followed {
  readonly returns: ReturnKind;
  /** The arguments, with the functions and sources of the application put where it made the call. */
  bindArguments?(args: never, caller: Caller): readonly unknown[];
  /** For `callback`: the first argument that can be the callback. Default: 0. */
  readonly callbackFrom?: number;
  /**
   * For `stream` and `writable`: the event, or the method, with which a stream sends its first request: its call starts
   * there, and what runs then runs inside it. Default: the request is on its way when the stream is returned.
   */
  readonly starts?: string;
  /** For `stream`: how many rows a chunk is. `false`: chunks are no rows, and are not counted. Default: 1. */
  readonly rows?: ((chunk: never) => number) | false;
  /**
   * For `chunks`: what is known after a chunk, from what was known before. Its chunks are timed, too. Attributes are
   * made of it when the call ends.
   */
  gather?(before: never, chunk: never, call: Call): unknown;
  /** For `chunks`: the promise gives a pair of these properties. */
  readonly pair?: ChunksAndWhole;
  /**
   * For `chunks`: the method of what is returned whose promise the application gets, however it asks for it. A thenable
   * of the library's own is not replaced by a promise.
   */
  readonly promiseMethod?: string;
  /** For `body`: a method of what the body runs on after which the call is over, unless a step is under way. */
  readonly endedBy?: string;
  /** For `subscription`. */
  readonly subscription?: Subscription;
}

/** The releases of the library that have the method: outside of these it is no surprise that it is missing. */
export interface InReleases {
  /** The first release that has it. */
  readonly since?: string;
  /** The first that has it no more. */
  readonly until?: string;
}

/**
 * One row of a plugin's table: what a method returns, and how to describe a call of it. `never` stands for the types
 * that the plugin gives its functions, which a table of many classes cannot name.
 */
export interface Operation extends Described, Related, Followed, InReleases {}

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
  readonly defaultOnError: (error: unknown) => void;
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
