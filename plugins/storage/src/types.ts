/** The options of the plugin. */
import type { ClientInstrumentationConfig } from '@gcp-otel/shared';

export interface StorageInstrumentationConfig extends ClientInstrumentationConfig {
  /**
   * Record the names of objects. Without them, spans name the bucket only.
   * @default true
   */
  captureObjectNames?: boolean;
}
