/** OpenTelemetry's SDK 2, the last of it, and the instrumentations that go with it. */
export const sdk2: Readonly<Record<string, string>> = {
  '@opentelemetry/api': '1.9.0',
  '@opentelemetry/instrumentation-grpc': '0.223.0',
  '@opentelemetry/instrumentation-http': '0.223.0',
  '@opentelemetry/instrumentation-undici': '0.33.0',
  '@opentelemetry/sdk-metrics': '2.12.0',
  '@opentelemetry/sdk-node': '0.223.0',
};
