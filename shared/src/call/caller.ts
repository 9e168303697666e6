import { AsyncResource } from 'node:async_hooks';
import type { Caller as PluginCaller } from '../plugin-api/caller';
import { type Interposed, Interposer } from '../objects/interposer';

export type Listener = (this: unknown, ...args: unknown[]) => unknown;

/** What may be iterated over, or read in another way. */
interface Source {
  readonly _read?: Listener;
  readonly pipe?: unknown;
  readonly getReader?: unknown;
  readonly [Symbol.asyncIterator]?: () => Steps;
  readonly [Symbol.iterator]?: () => Steps;
}

interface Steps {
  readonly [step: string]: unknown;
}

const inCaller: Interposed<Caller> = (caller, original, target, args) =>
  caller.runInAsyncScope(original, target, ...args);

/** A stream of the application, which is read where its caller was made. A Proxy of one is read as it is. */
const BOUND_READS = new Interposer<Caller>({ _read: inCaller });

/** An iterator of a library, whose steps run where its caller was made. */
const BOUND_STEPS = new Interposer<Caller>({ next: inCaller, return: inCaller, throw: inCaller });

/** Remembers the place where it was made, so that the application's functions can run there later. */
export class Caller extends AsyncResource implements PluginCaller {
  constructor() {
    super('gcp-otel.caller');
  }

  /** `listener`, run where this caller was made. */
  bound(listener: Listener): Listener {
    const run = (self: unknown, args: unknown[]): unknown => this.runInAsyncScope(listener, self, ...args);
    return function (this: unknown, ...args: unknown[]) {
      return run(this, args);
    };
  }

  /**
   * An iterator that a library has made: what it does when it is asked for more belongs to whoever made the call, even
   * if somebody else reads it.
   */
  iterator<Iterator extends object>(iterator: Iterator): Iterator {
    return BOUND_STEPS.apply(iterator, this) ?? iterator;
  }

  /**
   * A source of data whose steps run where this caller was made: a function that makes one, something to iterate over,
   * or a stream, which stays the one that it is.
   */
  source(data: unknown): unknown {
    if (typeof data === 'function')
      return (...args: unknown[]): unknown =>
        this.source(this.runInAsyncScope(data as Listener, undefined, ...args));
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
    const source = data as Source;
    if (typeof source._read === 'function') BOUND_READS.apply(source, this);
    // Streams of the web, and of old, are read in ways of their own.
    if (source._read ?? source.pipe ?? source.getReader) return data;
    for (const key of [Symbol.asyncIterator, Symbol.iterator] as const) {
      const iterate = source[key];
      if (iterate !== undefined) return { [key]: () => this.steps(iterate.call(data)) };
    }
    return data;
  }

  private steps(iterator: Steps): object {
    const bound: { [step: string]: Listener } = {};
    for (const step of ['next', 'return', 'throw']) {
      const original = iterator[step];
      if (typeof original === 'function')
        bound[step] = (...args) => this.runInAsyncScope(original as Listener, iterator, ...args);
    }
    return bound;
  }
}
