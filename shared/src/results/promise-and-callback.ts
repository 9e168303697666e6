import type { Call } from '../call/call';
import type { Caller, Listener } from '../call/caller';

/**
 * A promise ends its call when it settles. What the application gets is the derived promise: a branch beside it
 * would count as a handler, and hide the rejection of a promise that the application forgot.
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
    // A Proxy of a promise, for example, whose `then` fails: whoever awaits it is told so, not who made the call.
    call.fail(thrown);
    return result;
  }
  call.succeed(result);
  return result;
};

/** The index of the callback: the last argument that is given, if it is a function and not before `from`; else -1. */
export const callbackIndex = (args: readonly unknown[], from: number = 0): number => {
  let index = args.length - 1;
  while (index >= from && args[index] === undefined) index--;
  return index >= from && typeof args[index] === 'function' ? index : -1;
};

/**
 * The arguments with a callback that ends the call the first time that it is called, and that runs where the
 * application made the call. The application's callback is called as often as the library calls it, and with as many
 * arguments.
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
