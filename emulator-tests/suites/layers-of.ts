import type { Layers } from './traces/layers.ts';

export const firestoreLayers: Layers = {
  semantic: '@gcp-otel/instrumentation-firestore',
  native: '@google-cloud/firestore',
};

export const storageLayers: Layers = {
  semantic: '@gcp-otel/instrumentation-storage',
  native: '@google-cloud/storage',
};

export const spannerLayers: Layers = {
  semantic: '@gcp-otel/instrumentation-spanner',
  native: 'cloud.google.com/nodejs/spanner',
  background: /\/(?:ExecuteSql|\w*(?:Create|Delete)Sessions?)$/,
  // Since 8.8 it tries to set a context manager, and keeps the one that is there.
  complaint:
    /^Error: @opentelemetry\/api: Attempted duplicate registration of API: context\n.*\n.*\n\s*at ensureInitialContextManagerSet /,
};

export const vertexaiLayers: Layers = {
  semantic: '@gcp-otel/instrumentation-vertexai',
  // Neither client makes any.
  native: '@google/genai',
};
