export { FirestoreInstrumentation, type FirestoreInstrumentationConfig } from './instrumentation';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
