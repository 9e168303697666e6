export { VertexAIInstrumentation, type VertexAIInstrumentationConfig } from './instrumentation';
export type { CaptureMode } from './content';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
