import type { AsyncResource } from 'node:async_hooks';

/** The place where the application made a call: its functions run there, whoever calls them. */
export interface Caller extends Pick<AsyncResource, 'runInAsyncScope'> {
  /** A function that runs there. */
  bound(
    listener: (this: unknown, ...args: unknown[]) => unknown,
  ): (this: unknown, ...args: unknown[]) => unknown;
  /** An iterator of the library whose steps run there, whoever reads it. */
  iterator<Iterator extends object>(iterator: Iterator): Iterator;
  /** A source of data whose steps run there: a function that makes one, something to iterate over, or a stream. */
  source(data: unknown): unknown;
}
