export { SpannerInstrumentation, type SpannerInstrumentationConfig } from './instrumentation';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
