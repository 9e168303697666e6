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

/** The arguments of a sampler. */
export interface Question {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
}

/** Collects telemetry during the proof that both sides emit the same, never while measuring. */
export interface Witness {
  questions: Question[] | undefined;
  spans: ReadableSpan[] | undefined;
}

/** Registers a trace SDK that makes the same decision for every span, and keeps no spans. */
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

/** Only read for the proof, because an export would be measured as part of what it interrupts. */
class SilentReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** Registers a metrics SDK. */
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
  /** For a histogram, its boundaries and count; for a counter, its sum. */
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

/** The points of all metrics of a scope so far. */
export const pointsOf = async (reader: MetricReader, scope: string): Promise<Point[]> => {
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics
    .filter((candidate) => candidate.scope.name === scope)
    .flatMap(({ metrics: measured }) => measured.flatMap(pointsOfMetric))
    .toSorted((a, b) => a.metric.localeCompare(b.metric));
};
