import { context, diag, DiagLogLevel, metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  type DataPoint,
  type Histogram,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** A span as the tests compare it: whole, without ids and times. */
export interface SeenSpan {
  name: string;
  kind: string;
  attributes: object;
  status: string;
  events?: object[];
  links?: number;
  children?: SeenSpan[];
}

export interface Telemetry {
  readonly provider: TracerProvider;
  /** The finished spans as a forest, in the order in which they started; forgets them. */
  take(): SeenSpan[];
  finished(): ReadableSpan[];
  /** The data points of one metric since the last time. */
  points(metric: string): Promise<{ attributes: object; value: number }[]>;
  /** The sums of one metric's data points since the last time. */
  sums(metric: string): Promise<number[]>;
  /** The attributes of all data points of all metrics since the last time. */
  labels(): Promise<object[]>;
  /** What was said to the operator since the last time. */
  warnings(): string[];
  readonly meterProvider: MeterProvider;
}

export const startTelemetry = (
  options: { sampler?: Sampler; contextManager?: boolean; traces?: boolean } = {},
): Telemetry => {
  const spans = new InMemorySpanExporter();
  const order = new Map<string, number>();
  const remembersOrder: SpanProcessor = {
    onStart: (span) => void order.set(span.spanContext().spanId, order.size),
    onEnd() {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const provider = new TracerProvider({
    spanProcessors: [remembersOrder, new SimpleSpanProcessor({ exporter: spans })],
    ...(options.sampler && { sampler: options.sampler }),
  });
  if (options.traces !== false) trace.setGlobalTracerProvider(provider);
  const manager = new AsyncLocalStorageContextManager().enable();
  if (options.contextManager !== false) context.setGlobalContextManager(manager);

  const exported = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter: exported, exportIntervalMillis: 2 ** 30 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meterProvider);

  const warned: string[] = [];
  const hear = (line: string): void => void warned.push(line);
  diag.setLogger({ error: hear, warn: hear, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);

  const collect = async (metric?: string): Promise<readonly DataPoint<number | Histogram>[]> => {
    exported.reset();
    await reader.forceFlush();
    const scopes = exported.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    return scopes
      .flatMap((scope) => scope.metrics)
      .filter(({ descriptor }) => metric === undefined || descriptor.name === metric)
      .flatMap(({ dataPoints }) => dataPoints as DataPoint<number | Histogram>[]);
  };

  return {
    provider,
    meterProvider,
    finished: () => spans.getFinishedSpans(),
    take() {
      const roots = forest(spans.getFinishedSpans(), order);
      spans.reset();
      return roots;
    },
    async points(metric) {
      const points = await collect(metric);
      return points.map(({ attributes, value }) => ({
        attributes,
        value: isHistogram(value) ? value.count : value,
      }));
    },
    async sums(metric) {
      const points = await collect(metric);
      return points.map(({ value }) => (isHistogram(value) ? (value.sum ?? 0) : value));
    },
    labels: async () => (await collect()).map(({ attributes }) => attributes),
    warnings: () => warned.splice(0),
  };
};

export const stopTelemetry = (): void => {
  trace.disable();
  context.disable();
  metrics.disable();
  diag.disable();
};

const isHistogram = (value: number | Histogram): value is Histogram => typeof value !== 'number';

const forest = (spans: readonly ReadableSpan[], order: ReadonlyMap<string, number>): SeenSpan[] => {
  const started = (span: ReadableSpan): number => order.get(span.spanContext().spanId) ?? 0;
  const nodes = new Map(spans.map((span) => [span.spanContext().spanId, seen(span)]));
  const roots: SeenSpan[] = [];
  for (const span of spans.toSorted((a, b) => started(a) - started(b))) {
    const node = nodes.get(span.spanContext().spanId) as SeenSpan;
    const parent = nodes.get(span.parentSpanContext?.spanId ?? '');
    if (parent === undefined) roots.push(node);
    else (parent.children ??= []).push(node);
  }
  return roots;
};

const seen = (span: ReadableSpan): SeenSpan => ({
  name: span.name,
  kind: SpanKind[span.kind],
  attributes: span.attributes,
  status:
    SpanStatusCode[span.status.code] + (span.status.message === undefined ? '' : ` ${span.status.message}`),
  ...(span.events.length > 0 && {
    events: span.events.map(({ name, attributes }) => ({ name, ...attributes })),
  }),
  ...(span.links.length > 0 && { links: span.links.length }),
});
