/** Follows async iterators and readers of web streams: the call ends when they are exhausted, left, or fail. */
import type { Call } from '../call/call';
import { runInside } from '../call/active-call';
import { abandoned } from './node-stream';
import { type Interposed, Interposer } from '../objects/interposer';
import type { Consumed } from '../plugin-api/operation';
import type { Method } from '../plugin-api/table';

/** Replaces the methods of an iterator or reader. */
export type Steps = Interposer<Reading>;

/** The state of reading one result: its call, and what has been read so far. */
export class Reading {
  readonly read: Consumed = { rows: 0, last: undefined, complete: false };
  /** Whether the application has started to read. */
  asked = false;
  private call: Call | undefined;
  private ignored = false;
  private lastAt = 0;

  constructor(
    private readonly startCall: () => Call,
    private readonly isWanted: () => boolean = () => true,
  ) {}

  get begun(): boolean {
    return this.call !== undefined;
  }

  /** Whether tracing was off at the first read. Then all of it is ignored, because half a read would be misleading. */
  passes(): boolean {
    return (this.ignored ||= !this.begun && !this.isWanted());
  }

  /** Starts the call with the first read. */
  begin(target: object): Call {
    if (this.call === undefined) {
      this.call = this.startCall();
      abandoned.register(target, { call: this.call, read: this.read }, this.call);
    }
    return this.call;
  }

  given(call: Call, value: unknown): void {
    const { read } = this;
    read.rows++;
    read.last = value;
    const { operation, recorder } = call;
    if (operation.gather === undefined) return;
    const { elapsed } = call;
    if (read.firstAfter === undefined) read.firstAfter = elapsed;
    else if (recorder.metrics.active) (read.between ??= []).push(elapsed - this.lastAt);
    this.lastAt = elapsed;
    recorder.runSafely(
      () => (read.gathered = operation.gather!(read.gathered as never, value as never, call)),
    );
  }

  /** The whole response has arrived, and nobody has read its chunks. */
  whole(call: Call, value: unknown): void {
    const { operation, recorder } = call;
    recorder.runSafely(
      () => (this.read.gathered = operation.gather?.(undefined as never, value as never, call)),
    );
    this.end(call, true);
  }

  end(call: Call, complete: boolean): void {
    this.read.complete = complete;
    abandoned.unregister(call);
    call.succeed(this.read);
  }

  fail(call: Call, thrown: unknown): void {
    abandoned.unregister(call);
    call.fail(thrown, call.operation.gather === undefined ? undefined : this.read);
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === 'function';

/** Follows `next` or `read`. */
const follows: Interposed<Reading> = (reading, original, target, args) => {
  if (!reading.begun && reading.passes()) return original.apply(target, args as unknown[]);
  reading.asked = true;
  return runStep(reading, original, target, args, true);
};

/** Follows `return`, `throw` or `cancel`, which end the reading. Without a read before, there is no call to end. */
const ends: Interposed<Reading> = (reading, original, target, args) =>
  reading.begun ? runStep(reading, original, target, args, false) : original.apply(target, args as unknown[]);

const runStep = (
  reading: Reading,
  original: Method,
  target: unknown,
  args: readonly unknown[],
  isRead: boolean,
): unknown => {
  const call = reading.begin(target as object);
  const onResult = (item: unknown): unknown => {
    const { done, value } = (item ?? {}) as Partial<IteratorResult<unknown>>;
    if (isRead && done !== true) reading.given(call, value);
    else if (done !== false) reading.end(call, isRead);
    return item;
  };
  const onError = (thrown: unknown): never => {
    reading.fail(call, thrown);
    throw thrown;
  };
  let result: unknown;
  try {
    result = runInside(call, original, target, args);
  } catch (thrown) {
    return onError(thrown);
  }
  return isThenable(result) ? result.then(onResult, onError) : onResult(result);
};

/** The methods of an async iterator. They run inside the call; the body of the application's loop does not. */
export const ITERATOR: Steps = new Interposer({ next: follows, return: ends, throw: ends });

/** The methods of a web stream's reader. */
export const READER: Steps = new Interposer({ read: follows, cancel: ends });

/** Ends a call whose result is frozen, because reading it cannot be followed. */
export const cannotFollow = (call: Call, result: unknown): void => {
  call.recorder.reporter.report(
    `what "${call.name}" returned is frozen; its span ends where it was returned, and says nothing of what is read`,
  );
  call.succeed(result);
};

/** Follows an iterator. Its call starts with the first `next`, because the request does. */
export const followIterator = (begin: () => Call, isWanted: () => boolean, result: unknown): unknown => {
  if (typeof (result as { next?: unknown } | null | undefined)?.next !== 'function') return result;
  const followed = ITERATOR.apply(result as object, new Reading(begin, isWanted));
  if (followed === undefined) cannotFollow(begin(), result);
  return followed ?? result;
};
