import type { Call, Wrapper } from '@gcp-otel/shared';
import type { Target } from './client';

/** Whether a call is made on a transaction: `table.insert` is not, though it runs one inside. */
const isStep = ({ target }: Call): boolean => (target as Target | undefined)?.session !== undefined;

/**
 * `Runner.shouldRetry(error)`: where the client starts a transaction in callbacks again, the step that failed is never
 * called back. It has failed all the same. A call that runs a transaction of its own goes on with the next attempt.
 */
export const failsUnheardSteps: Wrapper = (engine, original) =>
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
