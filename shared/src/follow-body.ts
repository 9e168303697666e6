import type { Call } from './call';
import { runInside } from './call-context';
import type { Caller, Listener } from './caller';
import { override } from './override';
import type { Method } from './plugin';

/** The last of the arguments that is a function; -1 if none is. */
export const bodyIndex = (args: readonly unknown[]): number =>
  args.findLastIndex((argument) => typeof argument === 'function');

/** What a body runs on: it tells when it has ended. */
interface Subject {
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

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
    call.engine.aside(() => endWith(given[0] as Subject, call));
    return call.silent ? body.call(this, error, ...given) : runInside(call, body, this, [error, ...given]);
  });
};

const endWith = (subject: Subject, call: Call): void => {
  const { emit } = subject;
  const restore = override(subject, 'emit', function (this: Subject, event, ...args) {
    const heard = emit.call(this, event, ...args);
    if (event === 'end') {
      restore();
      // The step that ended it calls back afterwards.
      setImmediate(() => call.settle());
    }
    return heard;
  });
};
