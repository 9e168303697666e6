/** Follows methods that run a function of the application, once per attempt, with a transaction that ends the call. */
import type { Call } from '../call/call';
import { runInside } from '../call/active-call';
import type { Caller, Listener } from '../call/caller';
import { Interposer, interposerByName } from '../objects/interposer';
import type { Method } from '../plugin-api/table';

/** The index of the last argument that is a function, or -1. */
export const bodyIndex = (args: readonly unknown[]): number =>
  args.findLastIndex((argument) => typeof argument === 'function');

/** Wrapped bodies. A library may call its own method again, with the wrapped body, to retry. */
const followed = new WeakSet<object>();

export const isFollowedBody = (args: readonly unknown[]): boolean => {
  const body = args[bodyIndex(args)];
  return body !== undefined && followed.has(body as object);
};

/**
 * Wraps the body. The library calls it for each attempt with a transaction, or a last time with the error that ends the
 * call. Without an error, the call ends when the transaction ends, with the result of its last inner call.
 */
export const followBody = (call: Call, caller: Caller, args: readonly unknown[]): readonly unknown[] => {
  const index = bodyIndex(args);
  if (index < 0) return args;
  const body = args[index] as Method;
  const observed = function (this: unknown, error: unknown, ...rest: unknown[]): unknown {
    if (error !== null && error !== undefined) {
      call.fail(error);
      return caller.runInAsyncScope(body as Listener, this, error, ...rest);
    }
    call.attempt();
    call.recorder.runSafely(() => endWith(call, rest[0] as object));
    return call.silent ? body.call(this, error, ...rest) : runInside(call, body, this, [error, ...rest]);
  };
  followed.add(observed);
  return args.with(index, observed);
};

/** Ends the call on the transaction's `end` event. */
const ON_END = new Interposer<Call>({
  emit(call, original, transaction, args) {
    const result: unknown = original.apply(transaction, args as unknown[]);
    // The inner call that ended the transaction calls back after the event.
    if (args[0] === 'end') setImmediate(() => call.settle());
    return result;
  },
});

/** `endedBy` emits no event if it has nothing to do. */
const afterMethod = interposerByName<Call>((call, original, transaction, args) => {
  const result: unknown = original.apply(transaction, args as unknown[]);
  setImmediate(() => call.settleUnlessOpen());
  return result;
});

const endWith = (call: Call, transaction: object): void => {
  ON_END.apply(transaction, call);
  const { endedBy } = call.operation;
  if (endedBy !== undefined) afterMethod(endedBy).apply(transaction, call);
};
