import type { Call } from '../call/call';
import { runInside } from '../call/active-call';
import { abandoned } from './node-stream';
import { type Interposed, Interposer } from '../objects/interposer';
import type { Consumed } from '../plugin-api/operation';
import type { Method } from '../plugin-api/table';

/** Reads and follows what the application reads step by step. */
export type Steps = Interposer<Reading>;

/** What is read of a call, and how far it has come. */
export class Reading {
  readonly read: Consumed = { rows: 0, last: undefined, complete: false };
  /** Whether anybody has asked for anything. */
  asked = false;
  private call: Call | undefined;
  private passed = false;
  private lastAt = 0;

  constructor(
    private readonly begins: () => Call,
    private readonly isWanted: () => boolean = () => true,
  ) {}

  get begun(): boolean {
    return this.call !== undefined;
  }

  /** Whether nobody wanted to know of it when it was first asked for something: it stays unseen, since half of it tells nothing. */
  passes(): boolean {
    return (this.passed ||= !this.begun && !this.isWanted());
  }

  /** Starts with the first step that asks for something. */
  begin(target: object): Call {
    if (this.call === undefined) {
      this.call = this.begins();
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

  /** The whole is there, and nobody has asked for its parts. */
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

/** A step that asks for more. */
const gives: Interposed<Reading> = (reading, original, target, args) => {
  if (!reading.begun && reading.passes()) return original.apply(target, args as unknown[]);
  reading.asked = true;
  return step(reading, original, target, args, true);
};

/** A step that leaves what is read. Before anything was read, there is nothing to leave. */
const leaves: Interposed<Reading> = (reading, original, target, args) =>
  reading.begun ? step(reading, original, target, args, false) : original.apply(target, args as unknown[]);

const step = (
  reading: Reading,
  original: Method,
  target: unknown,
  args: readonly unknown[],
  isGiving: boolean,
): unknown => {
  const call = reading.begin(target as object);
  const got = (item: unknown): unknown => {
    const { done, value } = (item ?? {}) as Partial<IteratorResult<unknown>>;
    if (isGiving && done !== true) reading.given(call, value);
    else if (done !== false) reading.end(call, isGiving);
    return item;
  };
  const broke = (thrown: unknown): never => {
    reading.fail(call, thrown);
    throw thrown;
  };
  let result: unknown;
  try {
    result = runInside(call, original, target, args);
  } catch (thrown) {
    return broke(thrown);
  }
  return isThenable(result) ? result.then(got, broke) : got(result);
};

/**
 * The steps of an async iterator. Its call ends when it is exhausted, left or fails. The steps run inside the call;
 * the body of the application's loop does not.
 */
export const ITERATOR: Steps = new Interposer({ next: gives, return: leaves, throw: leaves });

/** The steps of a reader of a web stream. */
export const READER: Steps = new Interposer({ read: gives, cancel: leaves });

/** Ends a call whose result is frozen: nothing can be seen of how it is read. */
export const cannotFollow = (call: Call, result: unknown): void => {
  call.recorder.reporter.report(
    `what "${call.name}" returned is frozen; its span ends where it was returned, and says nothing of what is read`,
  );
  call.succeed(result);
};

/** An iterator whose call starts with the first `next`, when its request starts. */
export const followIterator = (begin: () => Call, isWanted: () => boolean, result: unknown): unknown => {
  if (typeof (result as { next?: unknown } | null | undefined)?.next !== 'function') return result;
  const followed = ITERATOR.apply(result as object, new Reading(begin, isWanted));
  if (followed === undefined) cannotFollow(begin(), result);
  return followed ?? result;
};
