import type { Layers } from './traces/layers.ts';

export const firestoreLayers: Layers = {
  semantic: '@gcp-otel/instrumentation-firestore',
  native: '@google-cloud/firestore',
};

export const storageLayers: Layers = {
  semantic: '@gcp-otel/instrumentation-storage',
  native: '@google-cloud/storage',
};
