import type { Call } from './call';
import { runInside } from './call-context';
import type { Caller, Listener } from './caller';
import { Interposer } from './interpose';
import type { Method } from './plugin';

/** The last of the arguments that is a function; -1 if none is. */
export const bodyIndex = (args: readonly unknown[]): number =>
  args.findLastIndex((argument) => typeof argument === 'function');

/**
 * The arguments with a body that the library calls once per attempt with what it runs on, or a last time with the error
 * that ends the call. Without an error the call ends when what the body ran on does, as its last step did.
 */
export const followBody = (call: Call, caller: Caller, args: readonly unknown[]): readonly unknown[] => {
  const index = bodyIndex(args);
  if (index < 0) return args;
  const body = args[index] as Method;
  return args.with(index, function (this: unknown, error: unknown, ...given: unknown[]): unknown {
    if (error !== null && error !== undefined) {
      call.fail(error);
      return caller.runInAsyncScope(body as Listener, this, error, ...given);
    }
    call.attempt();
    call.engine.aside(() => void ENDS.apply(given[0] as object, { call, isOver: false }));
    return call.silent ? body.call(this, error, ...given) : runInside(call, body, this, [error, ...given]);
  });
};

/** What a body runs on ends its call. */
const ENDS = new Interposer<{ readonly call: Call; isOver: boolean }>({
  emit(state, original, subject, args) {
    const heard: unknown = original.apply(subject, args as unknown[]);
    if (args[0] === 'end' && !state.isOver) {
      state.isOver = true;
      // The step that ended it calls back afterwards.
      setImmediate(() => state.call.settle());
    }
    return heard;
  },
});
