import type { Wrapper } from '@gcp-otel/shared';

/**
 * `Runner.shouldRetry(error)`: where the client starts a transaction in callbacks again, the step that failed is never
 * called back. It has failed all the same.
 */
export const failsUnheardSteps: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const retries: unknown = original.apply(this, args);
      const call = retries === true ? engine.running() : undefined;
      if (call !== undefined)
        engine.aside(() => (call.composite ? call.failed(args[0]) : call.fail(args[0])));
      return retries;
    },
  }).step;
