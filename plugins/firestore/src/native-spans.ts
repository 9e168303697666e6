import type { Wrapper } from '@gcp-otel/shared';

/** Stands for a span of the client that is not made. The client chains its methods. */
const noSpan = {
  end(): void {},
  addEvent: () => noSpan,
  setAttributes: () => noSpan,
};

/** Whether the client's own spans give way to ours. */
interface NativeSpansConfig {
  readonly nativeSpans?: 'replace' | 'keep';
}

/**
 * A replacement of one method of the client's tracing (EnabledTraceUtil, since 7.10), in force while the
 * configuration says so. It covers clients made earlier, and those with a tracer provider of their own.
 */
const replacing =
  (instead: (...args: never[]) => unknown): Wrapper =>
  (engine, original) => ({
    step(this: unknown, ...args: unknown[]): unknown {
      const { nativeSpans } = engine.config as NativeSpansConfig;
      if (!engine.enabled || nativeSpans === 'keep') return original.apply(this, args);
      return instead(...(args as never[]));
    },
  }).step;

export const noActiveSpan: Wrapper = replacing((_name: string, run: (span: typeof noSpan) => unknown) => run(noSpan));
export const noNewSpan: Wrapper = replacing(() => noSpan);
/** The client writes its settings on whatever span is active: the application's, if it must find its project. */
export const nothingRecorded: Wrapper = replacing(() => {});
