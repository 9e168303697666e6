/** Follows promises and callbacks. */
import type { Call } from '../call/call';
import type { Caller, Listener } from '../call/caller';

/**
 * Ends the call when the promise settles. The application gets the derived promise: a separate branch would count as a
 * handler, and hide the rejection of a promise that the application forgot.
 */
export const followPromise = (call: Call, result: unknown): unknown => {
  try {
    if (typeof (result as PromiseLike<unknown> | null | undefined)?.then === 'function')
      return (result as PromiseLike<unknown>).then(
        (value) => {
          call.succeed(value);
          return value;
        },
        (error: unknown) => {
          call.fail(error);
          throw error;
        },
      );
  } catch (thrown) {
    // `then` can throw, for example that of a Proxy of a promise. The application gets that error when it awaits.
    call.fail(thrown);
    return result;
  }
  call.succeed(result);
  return result;
};

/** The index of the last argument that is not `undefined`, if it is a function at `from` or later; else -1. */
export const callbackIndex = (args: readonly unknown[], from: number = 0): number => {
  let index = args.length - 1;
  while (index >= from && args[index] === undefined) index--;
  return index >= from && typeof args[index] === 'function' ? index : -1;
};

/**
 * Wraps the callback: it ends the call when it first runs, and runs in the caller's context. The application's callback
 * is called as often as the library calls it, and with as many arguments.
 */
export const followCallback = (
  call: Call,
  caller: Caller,
  args: readonly unknown[],
  index: number,
): unknown[] => {
  const callback = caller.bound(args[index] as Listener);
  return args.with(index, function (this: unknown, ...given: unknown[]): unknown {
    const [error, ...results] = given;
    if (error === null || error === undefined) call.succeed(results);
    else call.fail(error);
    return callback.apply(this, given);
  });
};
