/** Public exports of the Vertex AI instrumentation. */
export { VertexAIInstrumentation } from './instrumentation';
export type { VertexAIInstrumentationConfig } from './types';
export type { CaptureMode } from './content';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
