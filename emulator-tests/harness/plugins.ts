/** What the harness needs to know about a service; a further one joins by a line. */
export const plugins = {
  firestore: {
    client: '@google-cloud/firestore',
    instrumentation: '@gcp-otel/instrumentation-firestore',
    className: 'FirestoreInstrumentation',
  },
  storage: {
    client: '@google-cloud/storage',
    instrumentation: '@gcp-otel/instrumentation-storage',
    className: 'StorageInstrumentation',
  },
  spanner: {
    client: '@google-cloud/spanner',
    instrumentation: '@gcp-otel/instrumentation-spanner',
    className: 'SpannerInstrumentation',
  },
  vertexai: {
    client: '@google/genai',
    instrumentation: '@gcp-otel/instrumentation-vertexai',
    className: 'VertexAIInstrumentation',
  },
} as const;

export type Service = keyof typeof plugins;
