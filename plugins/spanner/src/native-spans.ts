import type { Wrapper } from '@gcp-otel/shared';
import { context, createContextKey } from '@opentelemetry/api';

/** Stands for a span of the client's own, which is not made. */
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

/** Whether the host has a context manager: without one, nothing is ever active. */
const isManaged = (): boolean =>
  context.with(context.active().setValue(PROBE, true), () => context.active().getValue(PROBE) === true);

/** Releases 7.15 to 8.7 put a context manager of theirs in the place of the host's. It is the host's to choose. */
export const keepsContextManager: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      return engine.enabled && isManaged() ? undefined : original.apply(this, args);
    },
  }).step;
