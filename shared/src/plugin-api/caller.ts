import type { AsyncResource } from 'node:async_hooks';

/** The async context in which the application made a call, and in which its functions must run. */
export interface Caller extends Pick<AsyncResource, 'runInAsyncScope'> {
  /** Binds a function to the context. */
  bound(
    listener: (this: unknown, ...args: unknown[]) => unknown,
  ): (this: unknown, ...args: unknown[]) => unknown;
  /** Binds an iterator of the library to the context, whoever reads it. */
  iterator<Iterator extends object>(iterator: Iterator): Iterator;
  /** Binds a data source to the context: a function that returns one, an iterable, or a stream. */
  source(data: unknown): unknown;
}
