import { expect, test } from '@jest/globals';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { toRecords } from '../src/report/record.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, 0, ms));

test('spans become plain data, ordered by start', async () => {
  const exporter = new InMemorySpanExporter();
  const processor = new SimpleSpanProcessor({ exporter });
  const provider = new TracerProvider({
    spanProcessors: [processor],
    resource: resourceFromAttributes({ 'service.name': 'order-service' }),
  });
  const tracer = provider.getTracer('the-scope', '1.2.3');

  const parent = tracer.startSpan('parent', { kind: SpanKind.SERVER, startTime: at(0) });
  const child = tracer.startSpan(
    'child',
    {
      kind: SpanKind.CLIENT,
      startTime: at(1),
      attributes: { 'db.operation.batch.size': 2 },
      links: [{ context: parent.spanContext() }],
    },
    trace.setSpan(context.active(), parent),
  );
  child.addEvent('retry', { 'error.type': 'ABORTED' }, at(2));
  child.setStatus({ code: SpanStatusCode.ERROR });
  child.end(at(4));
  parent.end(at(5));
  await processor.forceFlush();

  const [first, second] = toRecords(exporter.getFinishedSpans());
  expect(first).toMatchObject({
    name: 'parent',
    kind: 'SERVER',
    status: 'UNSET',
    parentSpanId: null,
    links: [],
  });
  expect(second).toEqual({
    name: 'child',
    kind: 'CLIENT',
    scope: { name: 'the-scope', version: '1.2.3' },
    traceId: parent.spanContext().traceId,
    spanId: child.spanContext().spanId,
    parentSpanId: parent.spanContext().spanId,
    startTime: '2026-01-01T00:00:00.001000000Z',
    durationMs: 3,
    attributes: { 'db.operation.batch.size': 2 },
    status: 'ERROR',
    events: [
      { name: 'retry', time: '2026-01-01T00:00:00.002000000Z', attributes: { 'error.type': 'ABORTED' } },
    ],
    links: [{ traceId: parent.spanContext().traceId, spanId: parent.spanContext().spanId, attributes: {} }],
    resource: { 'service.name': 'order-service' },
  });
});
