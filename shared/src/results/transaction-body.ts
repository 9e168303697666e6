import type { Call } from '../call/call';
import { runInside } from '../call/active-call';
import type { Caller, Listener } from '../call/caller';
import { Interposer, interposerByName } from '../objects/interposer';
import type { Method } from '../plugin-api/table';

/** The last of the arguments that is a function; -1 if none is. */
export const bodyIndex = (args: readonly unknown[]): number =>
  args.findLastIndex((argument) => typeof argument === 'function');

/** Bodies that are followed already. A library may start a call again from inside, with the body that it was given. */
const followed = new WeakSet<object>();

export const isFollowedBody = (args: readonly unknown[]): boolean => {
  const body = args[bodyIndex(args)];
  return body !== undefined && followed.has(body as object);
};

/**
 * The arguments with a body that the library calls once per attempt with what it runs on, or a last time with the error
 * that ends the call. Without an error the call ends when what the body ran on does, as its last step did.
 */
export const followBody = (call: Call, caller: Caller, args: readonly unknown[]): readonly unknown[] => {
  const index = bodyIndex(args);
  if (index < 0) return args;
  const body = args[index] as Method;
  const observed = function (this: unknown, error: unknown, ...given: unknown[]): unknown {
    if (error !== null && error !== undefined) {
      call.fail(error);
      return caller.runInAsyncScope(body as Listener, this, error, ...given);
    }
    call.attempt();
    call.recorder.runSafely(() => endWith(call, given[0] as object));
    return call.silent ? body.call(this, error, ...given) : runInside(call, body, this, [error, ...given]);
  };
  followed.add(observed);
  return args.with(index, observed);
};

/** What a body runs on tells when it is over. */
const ENDS = new Interposer<Call>({
  emit(call, original, subject, args) {
    const heard: unknown = original.apply(subject, args as unknown[]);
    // The step that ended it calls back afterwards.
    if (args[0] === 'end') setImmediate(() => call.settle());
    return heard;
  },
});

/** Some steps end it without a word, where they have nothing to do. */
const endsAfter = interposerByName<Call>((call, original, subject, args) => {
  const result: unknown = original.apply(subject, args as unknown[]);
  setImmediate(() => call.settleUnlessOpen());
  return result;
});

const endWith = (call: Call, subject: object): void => {
  ENDS.apply(subject, call);
  const { endedBy } = call.operation;
  if (endedBy !== undefined) endsAfter(endedBy).apply(subject, call);
};
