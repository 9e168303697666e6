/** Public exports of the Firestore instrumentation. */
export { FirestoreInstrumentation } from './instrumentation';
export type { FirestoreInstrumentationConfig } from './types';
export type { CallInfo, CallResult } from '@gcp-otel/shared';
