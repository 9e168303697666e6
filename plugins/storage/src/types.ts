/** The options of the Cloud Storage instrumentation. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';

export interface StorageInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * Record the names of objects. If false, spans name the bucket only.
   * @default true
   */
  captureObjectNames?: boolean;
}
