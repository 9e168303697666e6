/**
 * The list of plugins. A new plugin is one more entry here. This file imports nothing at run time, not even
 * OpenTelemetry's API, because the doctor must run without it.
 */
import type { FirestoreInstrumentationConfig } from '@gcp-otel/instrumentation-firestore';
import type { SpannerInstrumentationConfig } from '@gcp-otel/instrumentation-spanner';
import type { StorageInstrumentationConfig } from '@gcp-otel/instrumentation-storage';
import type { VertexAIInstrumentationConfig } from '@gcp-otel/instrumentation-vertexai';

/** The options of each plugin's constructor, by its package. `enabled: false` leaves the plugin out. */
export interface GcpInstrumentationsConfig {
  readonly '@gcp-otel/instrumentation-firestore'?: FirestoreInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-storage'?: StorageInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-spanner'?: SpannerInstrumentationConfig;
  readonly '@gcp-otel/instrumentation-vertexai'?: VertexAIInstrumentationConfig;
}

export type PluginName = keyof GcpInstrumentationsConfig;

interface PluginEntry {
  readonly className: string;
  /** The name in `OTEL_NODE_ENABLED_INSTRUMENTATIONS` and `OTEL_NODE_DISABLED_INSTRUMENTATIONS`. */
  readonly shortName: string;
  /** The client libraries that it traces. */
  readonly clients: readonly string[];
  /**
   * Loads the plugin. Bundlers and file tracers only follow a `require` of a literal, and only accept that it is missing
   * inside a `try`.
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
