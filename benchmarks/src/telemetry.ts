import { type Attributes, context, metrics, type SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { DataPointType, MeterProvider, type MetricData, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  type ReadableSpan,
  type Sampler,
  type SamplingDecision,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** What a sampler was asked. */
export interface Question {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/** What is emitted while somebody looks: during the proof that two sides emit the same, never while measuring. */
export interface Witness {
  questions: Question[] | undefined;
  spans: ReadableSpan[] | undefined;
}

/** Registers an SDK for traces that takes the same decision for every span, and keeps none of them. */
export const registerTracing = (decision: SamplingDecision): Witness => {
  const witness: Witness = { questions: undefined, spans: undefined };
  const sampler: Sampler = {
    shouldSample(_context, _traceId, name, kind, attributes) {
      witness.questions?.push({ name, kind, attributes });
      return { decision };
    },
    toString: () => 'the same for every span',
  };
  const processor: SpanProcessor = {
    onStart() {},
    onEnd(span) {
      witness.spans?.push(span);
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  trace.setGlobalTracerProvider(new TracerProvider({ sampler, spanProcessors: [processor] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  return witness;
};

/** It is read for the proof only: an export would be measured as part of whatever it interrupts. */
class SilentReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** Registers an SDK for metrics. */
export const registerMetrics = (): MetricReader => {
  const reader = new SilentReader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  return reader;
};

/** One point of a metric, without what differs from call to call. */
interface Point {
  readonly metric: string;
  readonly unit: string;
  readonly attributes: Attributes;
  /** Of a histogram: its boundaries and how many values it has. Of a counter: its sum. */
  readonly value: unknown;
}

const sorted = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b)));

const pointsOfMetric = (data: MetricData): Point[] => {
  const { name: metric, unit } = data.descriptor;
  if (data.dataPointType !== DataPointType.HISTOGRAM)
    return data.dataPoints.map(({ attributes, value }) => ({
      metric,
      unit,
      attributes: sorted(attributes),
      value,
    }));
  return data.dataPoints.map(({ attributes, value: { buckets, count } }) => ({
    metric,
    unit,
    attributes: sorted(attributes),
    value: { boundaries: buckets.boundaries, count },
  }));
};

/** What the instrumentation scope of this name has measured so far. */
export const pointsOf = async (reader: MetricReader, scope: string): Promise<Point[]> => {
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics
    .filter((candidate) => candidate.scope.name === scope)
    .flatMap(({ metrics: measured }) => measured.flatMap(pointsOfMetric))
    .toSorted((a, b) => a.metric.localeCompare(b.metric));
};
