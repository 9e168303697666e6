import type { FirestoreInstrumentationConfig } from '@gcp-otel/instrumentation-firestore';
import type { SpannerInstrumentationConfig } from '@gcp-otel/instrumentation-spanner';
import type { StorageInstrumentationConfig } from '@gcp-otel/instrumentation-storage';
import type { VertexAIInstrumentationConfig } from '@gcp-otel/instrumentation-vertexai';

/*
 * All that is to be said of a plugin here, in one place: a further one is an entry. Nothing is loaded by this file, not
 * even OpenTelemetry's API: the doctor must run where there is none.
 */

/** Options of each plugin, by its package: they are those of its constructor. `enabled: false` leaves it out. */
export interface GcpInstrumentationsConfig {
  readonly '@gcp-otel/instrumentation-firestore'?: FirestoreInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-storage'?: StorageInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-spanner'?: SpannerInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-vertexai'?: VertexAIInstrumentationConfig;
}

export type PluginName = keyof GcpInstrumentationsConfig;

interface PluginEntry {
  readonly className: string;
  /** In `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. */
  readonly shortName: string;
  /** The client libraries that it traces. */
  readonly clients: readonly string[];
  /**
   * Loads it. Bundlers and file tracers follow a `require` with its name written out, and let it be missing where it
   * stands inside a `try`.
   */
  load(failed: (thrown: unknown) => unknown): unknown;
}

export const PLUGINS: { readonly [Name in PluginName]-?: PluginEntry } = {
  '@gcp-otel/instrumentation-firestore': {
    className: 'FirestoreInstrumentation',
    shortName: 'gcp-firestore',
    clients: ['@google-cloud/firestore'],
    load(failed) {
      try {
        return require('@gcp-otel/instrumentation-firestore');
      } catch (thrown) {
        return failed(thrown);
      }
    },
  },
  '@gcp-otel/instrumentation-storage': {
    className: 'StorageInstrumentation',
    shortName: 'gcp-storage',
    clients: ['@google-cloud/storage'],
    load(failed) {
      try {
        return require('@gcp-otel/instrumentation-storage');
      } catch (thrown) {
        return failed(thrown);
      }
    },
  },
  '@gcp-otel/instrumentation-spanner': {
    className: 'SpannerInstrumentation',
    shortName: 'gcp-spanner',
    clients: ['@google-cloud/spanner'],
    load(failed) {
      try {
        return require('@gcp-otel/instrumentation-spanner');
      } catch (thrown) {
        return failed(thrown);
      }
    },
  },
  '@gcp-otel/instrumentation-vertexai': {
    className: 'VertexAIInstrumentation',
    shortName: 'gcp-vertexai',
    clients: ['@google-cloud/vertexai', '@google/genai'],
    load(failed) {
      try {
        return require('@gcp-otel/instrumentation-vertexai');
      } catch (thrown) {
        return failed(thrown);
      }
    },
  },
};

export const PLUGIN_NAMES = Object.keys(PLUGINS) as PluginName[];
