/** Replacements for the spans and the context manager of the client itself. */
import type { Wrapper } from '@gcp-otel/shared';
import { context, createContextKey } from '@opentelemetry/api';

/** Replaces the client's native span. */
export const noSpan: object = {
  spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
  setAttribute: () => noSpan,
  setAttributes: () => noSpan,
  addEvent: () => noSpan,
  addLink: () => noSpan,
  addLinks: () => noSpan,
  setStatus: () => noSpan,
  updateName: () => noSpan,
  isRecording: () => false,
  recordException() {},
  end() {},
};

const PROBE = createContextKey('gcp-otel.probe');

/** Whether the application has a context manager. Without one, no context is ever active. */
const isManaged = (): boolean =>
  context.with(context.active().setValue(PROBE, true), () => context.active().getValue(PROBE) === true);

/** Releases 7.15 to 8.7 replace the application's context manager by their own. The application must keep its own. */
export const keepContextManager: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      return engine.enabled && isManaged() ? undefined : original.apply(this, args);
    },
  }).step;
