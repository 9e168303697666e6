/** Ends child calls that fail without a callback because the client retries their transaction. */
import type { Call, Wrapper } from '@gcp-otel/shared';
import type { Target } from './client';

/** Whether a call is made on a transaction. `table.insert` is not, though it runs one inside. */
const isStep = ({ target }: Call): boolean => (target as Target | undefined)?.session !== undefined;

/**
 * Wraps `Runner.shouldRetry(error)`. When the client retries a transaction with callbacks, it never calls the callback
 * of the failed child call, which is ended here. A call that runs a transaction of its own continues with the next
 * attempt.
 */
export const failSilentSteps: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const retries: unknown = original.apply(this, args);
      const call = retries === true ? engine.running() : undefined;
      if (call !== undefined)
        engine.runSafely(() => {
          if (call.composite) call.failed(args[0]);
          else if (isStep(call)) call.fail(args[0]);
        });
      return retries;
    },
  }).step;
