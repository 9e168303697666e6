import { FirestoreInstrumentation } from '@gcp-otel/instrumentation-firestore';
import { SpannerInstrumentation } from '@gcp-otel/instrumentation-spanner';
import { StorageInstrumentation } from '@gcp-otel/instrumentation-storage';
import { VertexAIInstrumentation } from '@gcp-otel/instrumentation-vertexai';
import { type Context, context } from '@opentelemetry/api';
import { getRPCMetadata, globalErrorHandler, RPCType } from '@opentelemetry/core';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { envDetector } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import type { OtlpPipeline } from './otlp.ts';
import { IdRedaction } from './redaction.ts';
import { routeOf } from './service/server.ts';

/** What a run recorded. */
export interface Recording {
  readonly spans: readonly ReadableSpan[];
  readonly metrics: readonly MetricData[];
}

export interface Tracing {
  /** Stops recording and flushes. */
  finish(): Promise<Recording>;
}

/** Where the telemetry goes besides the recording. */
type Pipeline = Partial<Pick<OtlpPipeline, 'spanProcessor' | 'metricReader'>>;

/** What Google bills is counted by the route that is being served, as under the flag. */
const byRoute = {
  billingAttributes(_call: unknown, caller: Context) {
    const served = getRPCMetadata(caller);
    return served?.type === RPCType.HTTP && served.route !== undefined ? { 'http.route': served.route } : {};
  },
};

/** This is all the tracing code there is. Call it before the instrumented libraries are loaded. */
export function startTracing(pipeline: Pipeline = {}): Tracing {
  const spans = new InMemorySpanExporter();
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const spanProcessor = new SimpleSpanProcessor({ exporter: spans });
  const metricReader = new PeriodicExportingMetricReader({ exporter: metrics });

  const sdk = new NodeSDK({
    serviceName: 'order-service',
    instrumentations: [
      new FirestoreInstrumentation(byRoute),
      new SpannerInstrumentation(),
      // Invoices are named after customers and orders.
      new StorageInstrumentation({ captureObjectNames: false, ...byRoute }),
      new VertexAIInstrumentation(byRoute),
      // Spanner's client makes its sessions when it likes, in nobody's trace: they would be traces of their own.
      new GrpcInstrumentation({ ignoreGrpcMethods: [/Sessions?$/] }),
      new HttpInstrumentation({
        // node:http knows no routes. With Express or Fastify, their instrumentations do this.
        requestHook(span, request) {
          const served = getRPCMetadata(context.active());
          // The service finds the route later. A request that it sends has a span of its own.
          if (served?.span === span) Object.defineProperty(served, 'route', { get: () => routeOf(request) });
        },
        // With the first two anybody could write or read; the others have the names of objects, as paths do: `IdRedaction`.
        redactedQueryParams: ['upload_id', 'X-Goog-Signature', 'name', 'prefix'],
      }),
      // The requests to the model. Those of the shop's customers are sent from this process too, but are not its work.
      new UndiciInstrumentation({ requireParentforSpans: true }),
    ],
    spanProcessors: [
      new IdRedaction(),
      spanProcessor,
      ...(pipeline.spanProcessor ? [pipeline.spanProcessor] : []),
    ],
    metricReaders: [metricReader, ...(pipeline.metricReader ? [pipeline.metricReader] : [])],
    // Process and host say nothing here and would fill the output of `--format json`.
    resourceDetectors: [envDetector],
  });
  sdk.start();

  return {
    async finish() {
      await spanProcessor.forceFlush();
      await metricReader.forceFlush();
      const recording = {
        spans: spans.getFinishedSpans(),
        metrics:
          metrics
            .getMetrics()
            .at(-1)
            ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [],
      };
      // What cannot be exported must not cost us what was recorded.
      await sdk.shutdown().catch(globalErrorHandler);
      return recording;
    },
  };
}
