import { afterEach, describe, expect, test } from '@jest/globals';
import {
  context,
  metrics,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { type ErrorKeepingOptions, ErrorKeepingSpanProcessor } from '../src/error-keeping';

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

const set = (
  options: ErrorKeepingOptions,
): { tracer: Tracer; kept: () => ReadableSpan[]; processor: ErrorKeepingSpanProcessor } => {
  const exporter = new InMemorySpanExporter();
  const processor = new ErrorKeepingSpanProcessor(new SimpleSpanProcessor({ exporter }), options);
  const provider = new TracerProvider({ spanProcessors: [processor] });
  return { tracer: provider.getTracer('test'), kept: () => exporter.getFinishedSpans(), processor };
};

const below = (parent: Span): ReturnType<typeof trace.setSpan> => trace.setSpan(ROOT_CONTEXT, parent);

/** A request with two steps, the second of which may fail. */
const request = (tracer: Tracer, fails: boolean): string => {
  const root = tracer.startSpan('request', {}, ROOT_CONTEXT);
  tracer.startSpan('first', {}, below(root)).end();
  const second = tracer.startSpan('second', {}, below(root));
  if (fails) second.setStatus({ code: SpanStatusCode.ERROR });
  second.end();
  root.end();
  return root.spanContext().traceId;
};

afterEach(() => metrics.disable());

test('10 000 traces at 1 %, of which 50 fail: these are kept whole, and of the others about one in a hundred', () => {
  const { tracer, kept } = set({ ratio: 0.01 });
  const failed = new Set<string>();
  for (let index = 0; index < 10_000; index++) {
    const fails = index % 200 === 0;
    const traceId = request(tracer, fails);
    if (fails) failed.add(traceId);
  }
  const byTrace = new Map<string, ReadableSpan[]>();
  for (const span of kept()) {
    const { traceId } = span.spanContext();
    byTrace.set(traceId, [...(byTrace.get(traceId) ?? []), span]);
  }
  expect(failed.size).toBe(50);
  expect([...failed].map((traceId) => byTrace.get(traceId)?.length)).toEqual(Array.from(failed, () => 3));
  expect([...byTrace.values()].every((spans) => spans.length === 3)).toBe(true);
  const others = byTrace.size - failed.size;
  // Five standard deviations around 99.5.
  expect(others).toBeGreaterThan(50);
  expect(others).toBeLessThan(149);
});

describe('what waits', () => {
  test('is bounded in spans, however long a trace', async () => {
    const { tracer, kept } = set({ ratio: 1, maxSpans: 100 });
    const root = tracer.startSpan('endless', {}, ROOT_CONTEXT);
    for (let index = 0; index < 1000; index++) tracer.startSpan('step', {}, below(root)).end();
    expect(kept().length).toBeGreaterThan(899);
    root.end();
    expect(kept()).toHaveLength(1001);
  });

  test('is bounded in traces: the oldest is decided about by what is known of it', () => {
    const { tracer, kept } = set({ ratio: 0, maxTraces: 2 });
    const [failing, fine] = ['failing', 'fine'].map((name) => tracer.startSpan(name, {}, ROOT_CONTEXT));
    const step = tracer.startSpan('step', {}, below(failing!));
    step.setStatus({ code: SpanStatusCode.ERROR });
    step.end();
    tracer.startSpan('a third', {}, ROOT_CONTEXT);
    expect(kept().map(({ name }) => name)).toEqual(['step']);
    // It goes where its trace went.
    failing!.end();
    fine!.end();
    expect(kept().map(({ name }) => name)).toEqual(['step', 'failing']);
  });

  test('is exported at the end, if it is to be kept', async () => {
    const { tracer, kept, processor } = set({ ratio: 1 });
    const root = tracer.startSpan('request', {}, ROOT_CONTEXT);
    tracer.startSpan('step', {}, below(root)).end();
    expect(kept()).toEqual([]);
    await processor.forceFlush();
    expect(kept().map(({ name }) => name)).toEqual(['step']);
  });
});

test('slow local roots are kept, and fast ones not', () => {
  const { tracer, kept } = set({ ratio: 0, slowMs: 1000 });
  const start = Date.now();
  for (const [name, duration] of [
    ['slow', 1500],
    ['fast', 500],
  ] as const)
    tracer.startSpan(name, { startTime: start }, ROOT_CONTEXT).end(start + duration);
  expect(kept().map(({ name }) => name)).toEqual(['slow']);
});

test('a remote parent makes a local root; a trace with two of them waits for both', () => {
  const { tracer, kept } = set({ ratio: 0 });
  const remote = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    traceFlags: 1,
    isRemote: true,
  });
  const [one, other] = ['one', 'other'].map((name) => tracer.startSpan(name, {}, remote));
  one!.end();
  expect(kept()).toEqual([]);
  other!.setStatus({ code: SpanStatusCode.ERROR });
  other!.end();
  expect(kept().map(({ name }) => name)).toEqual(['one', 'other']);
});

test('a span that fails after its root is kept, though its trace was not', () => {
  const { tracer, kept } = set({ ratio: 0 });
  const root = tracer.startSpan('request', {}, ROOT_CONTEXT);
  const [late, lateAndFine] = ['late', 'late and fine'].map((name) =>
    tracer.startSpan(name, {}, below(root)),
  );
  root.end();
  late!.setStatus({ code: SpanStatusCode.ERROR });
  late!.end();
  lateAndFine!.end();
  expect(kept().map(({ name }) => name)).toEqual(['late']);
});

test('the same traces are kept by each process of the same ratio', () => {
  const [one, other] = [set({ ratio: 0.5 }), set({ ratio: 0.5 })];
  for (let index = 1; index <= 200; index++) {
    const spanContext = {
      traceId: index.toString(16).padStart(19, '0') + (index * 2 ** 40).toString(16).padStart(13, '0'),
      spanId: 'b'.repeat(16),
      traceFlags: 1,
      isRemote: true,
    };
    for (const { tracer } of [one, other])
      tracer.startSpan('request', {}, trace.setSpanContext(ROOT_CONTEXT, spanContext)).end();
  }
  const ids = ({ kept }: typeof one): string[] => kept().map((span) => span.spanContext().traceId);
  expect(ids(one)).toEqual(ids(other));
  expect(ids(one).length).toBeGreaterThan(0);
});

test('decisions are counted, by their reason', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  const { tracer } = set({ ratio: 0 });
  request(tracer, true);
  request(tracer, false);
  request(tracer, false);
  await provider.forceFlush();
  const points = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor: { name }, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ name, attributes, value })),
    );
  expect(points).toEqual([
    { name: 'gcp.otel.error_keeping.traces', attributes: { 'gcp.otel.decision': 'failed' }, value: 1 },
    { name: 'gcp.otel.error_keeping.traces', attributes: { 'gcp.otel.decision': 'dropped' }, value: 2 },
    { name: 'gcp.otel.error_keeping.waiting_spans', attributes: {}, value: 0 },
  ]);
  await provider.shutdown();
});

test.each([-0.1, 1.1, Number.NaN])('a ratio of %s is none', (ratio) => {
  expect(() => set({ ratio })).toThrow(new RangeError(`ratio must be between 0 and 1, but is ${ratio}`));
});
