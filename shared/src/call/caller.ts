/** The async context in which the application made a call. Its callbacks, streams and iterators run there. */
import { AsyncResource } from 'node:async_hooks';
import type { Caller as PluginCaller } from '../plugin-api/caller';
import { type Interposed, Interposer } from '../objects/interposer';

export type Listener = (this: unknown, ...args: unknown[]) => unknown;

/** Anything that data can be read from. */
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

/** Makes a stream of the application run `_read` in the caller's context. Does not work for a Proxy. */
const BOUND_READS = new Interposer<Caller>({ _read: inCaller });

/** Makes an iterator of a library run its methods in the caller's context. */
const BOUND_STEPS = new Interposer<Caller>({ next: inCaller, return: inCaller, throw: inCaller });

/** Captures the async context in which it is constructed, to run the application's functions there later. */
export class Caller extends AsyncResource implements PluginCaller {
  constructor() {
    super('gcp-otel.caller');
  }

  /** Returns `listener`, bound to the caller's context. */
  bound(listener: Listener): Listener {
    const run = (self: unknown, args: unknown[]): unknown => this.runInAsyncScope(listener, self, ...args);
    return function (this: unknown, ...args: unknown[]) {
      return run(this, args);
    };
  }

  /** Binds an iterator of the library to the caller's context, in which it then makes its requests, whoever reads it. */
  iterator<Iterator extends object>(iterator: Iterator): Iterator {
    return BOUND_STEPS.apply(iterator, this) ?? iterator;
  }

  /**
   * Binds a data source to the caller's context: a function that returns one, an iterable, or a Node.js stream. A stream
   * stays the same object.
   */
  source(data: unknown): unknown {
    if (typeof data === 'function')
      return (...args: unknown[]): unknown =>
        this.source(this.runInAsyncScope(data as Listener, undefined, ...args));
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
    const source = data as Source;
    if (typeof source._read === 'function') BOUND_READS.apply(source, this);
    // Web streams and old-style streams are not read through `_read` or an iterator.
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
