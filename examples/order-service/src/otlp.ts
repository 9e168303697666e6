import { type ExportResult, ExportResultCode, setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type IMetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { messageOf } from './errors.ts';

/** The way to an OpenTelemetry collector. */
export interface OtlpPipeline {
  readonly endpoint: string;
  readonly spanProcessor: SpanProcessor;
  readonly metricReader: IMetricReader;
  /** Throws the first export error there was. */
  assertDelivered(): void;
}

/** Longer than any healthy collector takes, short enough to wait for. */
const timeoutMillis = 4_000;

/** Rejects with one clear line if nobody listens at the endpoint that the `OTEL_EXPORTER_OTLP_*` variables name. */
export async function connectOtlp(): Promise<OtlpPipeline> {
  const endpoint = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || 'http://localhost:4318';
  const failed = (error: unknown) =>
    new Error(`cannot export to ${endpoint}: ${messageOf(error)}`, { cause: error });

  const traces = new OTLPTraceExporter({ timeoutMillis });
  // An export without spans is a valid one: it goes the way that the real ones will go.
  const probe = await new Promise<ExportResult>((resolve) => traces.export([], resolve));
  if (probe.code !== ExportResultCode.SUCCESS) throw failed(probe.error);

  const errors: unknown[] = [];
  setGlobalErrorHandler((error) => errors.push(error));

  return {
    endpoint,
    spanProcessor: new BatchSpanProcessor({ exporter: traces }),
    metricReader: new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter({ timeoutMillis }) }),
    assertDelivered() {
      if (errors.length > 0) throw failed(errors[0]);
    },
  };
}
