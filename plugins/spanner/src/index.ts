/** Public exports of the Spanner instrumentation. */
export { SpannerInstrumentation } from './instrumentation';
export type { SpannerInstrumentationConfig } from './types';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
