/** The exporters over gRPC, in a file of their own: they load `@grpc/grpc-js`, and few applications use them. */
export { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-grpc';
export { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
export { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
