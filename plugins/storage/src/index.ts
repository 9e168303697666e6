export { StorageInstrumentation, type StorageInstrumentationConfig } from './instrumentation';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
