import { context } from './api';
import type { Call } from './call';
import { type Caller, contextTells, runInside } from './call-context';
import { isAbort } from './errors';
import type { Consumed } from './plugin';

/** A call and what it has read so far: all that the registry below may hold, or nothing would ever be collected. */
interface Reading {
  readonly call: Call;
  readonly read: Consumed;
}

/** Ends the calls of streams and iterators that were dropped half-way or unread: these emit nothing, ever. */
const abandoned = new FinalizationRegistry<Reading>(({ call, read }) => call.succeed(read));

/** The two methods of a readable stream that everything passes: what comes in, and what listeners hear. */
interface StreamLike {
  push(chunk: unknown, encoding?: BufferEncoding): boolean;
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

const isStream = (value: unknown): value is StreamLike =>
  typeof (value as StreamLike | undefined)?.push === 'function' &&
  typeof (value as StreamLike).emit === 'function';

/** Puts a method before an object's own, where nobody who lists its properties sees it; returns how to undo it. */
const override = <Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  method: Target[Name],
): (() => void) => {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {
    value: method,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return () => {
    if (target[name] !== method) return;
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
};

/**
 * A stream ends its call with `end`, `error` or `close`, whichever comes first; leaving early is no failure. No
 * listener is added, so nothing flows and no error is swallowed because of us. What the stream emits, the
 * application hears in the context in which it asked for the stream.
 */
export const followStream = (call: Call, result: unknown, caller: Caller): unknown => {
  if (!isStream(result)) {
    call.succeed({ rows: 0, last: undefined } satisfies Consumed);
    return result;
  }
  const { push, emit } = result;
  const rowsOf = call.operation.rows as ((chunk: unknown) => number) | undefined;
  const read: Consumed = { rows: 0, last: undefined };
  abandoned.register(result, { call, read }, call);

  const restorePush = override(result, 'push', function (this: StreamLike, chunk, encoding) {
    if (chunk !== null && chunk !== undefined) {
      read.rows += rowsOf === undefined ? 1 : rowsOf(chunk);
      read.last = chunk;
    }
    return push.call(this, chunk, encoding);
  });
  const asked = context.active();
  const emitToCaller = function (this: StreamLike, event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'error' && !isAbort(args[0])) call.fail(args[0]);
    else if (event === 'end' || event === 'close' || event === 'error') call.succeed(read);
    if (event === 'close') {
      abandoned.unregister(call);
      restorePush();
      restoreEmit();
    }
    return caller.runInAsyncScope(emit, this, event, ...args);
  };
  const restoreEmit = override(result, 'emit', function (this: StreamLike, event, first) {
    // Rows are many, and mostly read where they were asked for. `arguments`, because a list of them would cost as much.
    const isRow = event === 'data' || event === 'readable';
    if (isRow && arguments.length <= 2 && contextTells() && context.active() === asked)
      return arguments.length === 1 ? emit.call(this, event) : emit.call(this, event, first);
    return emitToCaller.apply(this, arguments as unknown as Parameters<typeof emit>);
  });
  return result;
};

type Step = (value?: unknown) => Promise<IteratorResult<unknown>>;
type Steps = { [Name in 'next' | 'return' | 'throw']?: Step };

/**
 * An iterator starts its call with the first `next`, when its request starts, and ends it when it is exhausted, left
 * or fails. Its steps run inside the call; the body of the application's loop does not.
 */
export const followIterator = (begin: () => Call, result: unknown): unknown => {
  const steps = result as Steps | undefined;
  if (typeof steps?.next !== 'function') return result;
  const read: Consumed = { rows: 0, last: undefined };
  let call: Call | undefined;

  const observe = (name: keyof Steps, original: Step): Step =>
    function (this: unknown, ...values: [unknown?]) {
      if (call === undefined && name === 'next')
        abandoned.register(steps, { call: (call = begin()), read }, call);
      const running = call;
      if (running === undefined) return original.apply(this, values);
      return (runInside(running, original, this, values) as Promise<IteratorResult<unknown>>).then(
        (item) => {
          if (item.done !== true && name === 'next') {
            read.rows++;
            read.last = item.value;
          } else {
            abandoned.unregister(running);
            running.succeed(read);
          }
          return item;
        },
        (thrown: unknown) => {
          abandoned.unregister(running);
          running.fail(thrown);
          throw thrown;
        },
      );
    };
  for (const name of ['next', 'return', 'throw'] as const) {
    const original = steps[name];
    if (typeof original === 'function') override(steps, name, observe(name, original));
  }
  return result;
};
