/** Public exports of the Cloud Storage instrumentation. */
export { StorageInstrumentation } from './instrumentation';
export type { StorageInstrumentationConfig } from './types';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
