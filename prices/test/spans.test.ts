import { expect, test } from '@jest/globals';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { priceOf, type Usage } from '../src/index.ts';
import { documents, span } from './usage.ts';

const region = 'us-central1';

const lines = (usage: Usage) =>
  priceOf(usage, { region, day: '2026-12-01' }).lines.map(({ price, quantity, precision, attributes }) => [
    price,
    quantity,
    ...(precision === 'at_least' ? [precision] : []),
    ...[attributes['http.route']].filter((route) => route !== undefined),
  ]);

test('spans of Firestore and Cloud Storage, with the route of the request that they belong to', () => {
  const request = span({ 'http.route': '/orders/:id' });
  const inside = span({}, request);
  const usage = [
    span(
      {
        'gcp.firestore.billing.reads': 3,
        'gcp.firestore.billing.writes': 2,
        'gcp.firestore.billing.precision': 'at_least',
      },
      inside,
    ),
    span({
      'gcp.storage.billing.class_a': 1,
      'gcp.storage.billing.class_b': 2,
      'gcp.storage.object.storage_class': 'COLDLINE',
      'gcp.storage.bytes.received': 2 ** 30,
    }),
    request,
    inside,
  ];
  expect(lines(usage)).toEqual([
    ['firestore/us-central1/read', 3, 'at_least', '/orders/:id'],
    ['firestore/us-central1/write', 2, 'at_least', '/orders/:id'],
    ['storage/region/coldline/class_a', 1],
    ['storage/region/coldline/class_b', 2],
    ['storage/region/coldline/retrieval', 1],
  ]);
});

const answer = (attributes: object) =>
  span({
    'gen_ai.provider.name': 'gcp.gemini',
    'gen_ai.request.model': 'gemini-2.5-flash',
    'gen_ai.response.id': 'r1',
    ...attributes,
  });

test('an answer: what is cached and what was thought cost otherwise, and each modality has its price', () => {
  const usage = [
    answer({
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.audio.input_tokens': 30,
      'gen_ai.usage.cache_read.input_tokens': 40,
      'gen_ai.usage.audio.cache_read.input_tokens': 10,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.reasoning.output_tokens': 5,
      'gcp.vertex_ai.billing.grounded_prompts': 1,
    }),
  ];
  expect(lines(usage)).toEqual([
    ['gemini/gemini-2/prompts', 1],
    ['gemini/gemini-2.5-flash/input/audio', 20],
    ['gemini/gemini-2.5-flash/input', 40],
    ['gemini/gemini-2.5-flash/cached_input/audio', 10],
    ['gemini/gemini-2.5-flash/cached_input', 30],
    ['gemini/gemini-2.5-flash/output', 15],
    ['gemini/gemini-2.5-flash/output', 5],
  ]);
});

test('an answer that was fetched again costs once; a long prompt costs more', () => {
  const usage = [
    answer({ 'gen_ai.request.model': 'gemini-2.5-pro', 'gen_ai.usage.input_tokens': 200_001 }),
    answer({ 'gen_ai.request.model': 'gemini-2.5-pro', 'gen_ai.usage.input_tokens': 200_001 }),
  ];
  expect(lines(usage)).toEqual([['gemini/gemini-2.5-pro/input/long', 200_001]]);
});

test('embeddings are billed by characters or by tokens, not by both', () => {
  const embedding = (model: string, attributes: object) =>
    answer({
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.request.model': model,
      'gen_ai.response.id': undefined,
      'gen_ai.usage.input_tokens': 7,
      ...attributes,
    });
  expect(
    lines([
      embedding('text-embedding-005', { 'gcp.vertex_ai.billing.characters': 20 }),
      embedding('gemini-embedding-001', {}),
    ]),
  ).toEqual([
    ['vertexai/text-embedding-005/characters', 20],
    ['gemini/gemini-embedding-001/embedding', 7],
  ]);
});

test('spans that used Google Search are priced too high, which is told', () => {
  const asked = {
    'gen_ai.provider.name': 'gcp.gemini',
    'gen_ai.request.model': 'gemini-2.5-flash',
    'gen_ai.usage.input_tokens': 9,
  };
  const searched = { ...asked, 'gcp.vertex_ai.billing.grounded_prompts': 1 };
  const warningsFor = (...spans: Record<string, unknown>[]) =>
    priceOf(spans.map((attributes) => span(attributes))).warnings;
  expect(warningsFor(asked)).toEqual([]);
  expect(warningsFor(asked, searched, searched)).toEqual([
    '2 of the spans used Google Search: their tokens include those of what was found, which are not billed, so they are priced too high. Metrics have what is billed',
  ]);
});

test('spans of others have no price, and parents in a circle end', () => {
  const attributes: Record<string, unknown> = { 'gcp.firestore.billing.reads': 1 };
  const circle = {
    ...span(attributes),
    parentSpanContext: { spanId: 'x' },
    spanContext: () => ({ spanId: 'x' }),
  };
  expect(
    lines([
      circle,
      span({ 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'm', 'gen_ai.usage.input_tokens': 9 }),
    ]),
  ).toEqual([['firestore/us-central1/read', 1]]);
});

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

test('metrics are read as the SDK exports them: whole, several, or single', async () => {
  const reader = new Reader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter('plugins');
  const { name, attributes } = documents('read', 1);
  meter.createCounter(name).add(4, attributes);
  meter.createHistogram('db.client.operation.duration').record(0.1);
  const { resourceMetrics } = await reader.collect();
  const expected = [['firestore/us-central1/read', 4]];
  expect(lines(resourceMetrics)).toEqual(expected);
  expect(lines([resourceMetrics, resourceMetrics])).toEqual([...expected, ...expected]);
  expect(lines(resourceMetrics.scopeMetrics.flatMap(({ metrics }) => metrics))).toEqual(expected);
});
