import { beforeEach, expect, test } from '@jest/globals';
import type { Attributes, Counter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { drawCosts } from '../src/report/cost.ts';
import { plain } from '../src/report/paint.ts';
import type { SpanRecord } from '../src/report/record.ts';
import { span } from './spans.ts';

let billing: Counter;
let io: Counter;
let collect: () => Promise<MetricData[]>;

beforeEach(() => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  billing = meter.createCounter('gcp.firestore.client.billing.operations');
  io = meter.createCounter('gcp.storage.client.io');
  meter.createCounter('another.metric').add(7, { 'db.collection.name': 'orders' });
  collect = async () => {
    await reader.forceFlush();
    return exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  };
});

function bill(kind: string, count: number, collection?: string): void {
  billing.add(count, {
    'gcp.firestore.billing.kind': kind,
    'db.namespace': 'demo|(default)',
    ...(collection !== undefined && { 'db.collection.name': collection }),
  });
}

function moved(direction: 'transmit' | 'receive', bytes: number, bucket: string, operation: string): void {
  io.add(bytes, {
    'network.io.direction': direction,
    'gcp.storage.operation': operation,
    'gcp.storage.bucket': bucket,
  });
}

const request = (billed: 'class_a' | 'class_b', count: number, bucket?: string) =>
  span('request', undefined, {
    attributes: {
      [`gcp.storage.billing.${billed}`]: count,
      ...(bucket !== undefined && { 'gcp.storage.bucket': bucket }),
    },
  });

test('Firestore costs document operations, by collection', async () => {
  bill('read', 12, 'products');
  bill('write', 25, 'products');
  bill('read', 3, 'orders');
  bill('delete', 1, 'orders');
  bill('write', 2, 'orders/{id}/lines');
  bill('write', 5);

  expect(`\n${drawCosts([], await collect(), plain)}\n`).toBe(`
Firestore bills      reads   writes  deletes
(several)                0        5        0
orders                   3        0        1
orders/{id}/lines        0        2        0
products                12       25        0
total                   15       32        1
`);
});

test('Cloud Storage costs requests by class, and the bytes that it sends, by bucket', async () => {
  moved('transmit', 120, 'invoices', 'upload');
  moved('receive', 60, 'invoices', 'download');
  moved('receive', 1_048_576, 'ledgers', 'download');
  const spans = [
    request('class_a', 1, 'invoices'),
    request('class_a', 2, 'invoices'),
    request('class_b', 1, 'ledgers'),
    request('class_a', 1),
    span('GET /orders/:id'),
  ];

  expect(`\n${drawCosts(spans, await collect(), plain)}\n`).toBe(`
Cloud Storage  class A  class B  bytes up  bytes down
(none)               1        0         0           0
invoices             3        0       120          60
ledgers              0        1         0     1048576
total                4        1       120     1048636
`);
});

test('Spanner bills capacity: its table tells what was done', () => {
  const spanner = (summary: string, attributes: SpanRecord['attributes']) =>
    span(summary, undefined, {
      attributes: { 'db.system.name': 'gcp.spanner', 'db.query.summary': summary, ...attributes },
    });
  const text = { 'db.query.text': 'SELECT …' };
  const spans = [
    spanner('transaction', { 'gcp.spanner.transaction.attempts': 2 }),
    spanner('SELECT Accounts', { ...text, 'db.response.returned_rows': 1 }),
    spanner('SELECT Accounts', text),
    spanner('BATCH UPDATE Accounts', {
      ...text,
      'db.operation.batch.size': 2,
      'gcp.spanner.rows.affected': 5,
    }),
    spanner('commit', { 'gcp.spanner.mutations': 3 }),
    spanner('create_database', {}),
    span('query orders', undefined, { attributes: { ...text, 'db.response.returned_rows': 7 } }),
  ];

  expect(`\n${drawCosts(spans, [], plain)}\n`).toBe(`
Spanner (bills capacity)  attempts  statements  rows read  changed  mutations
BATCH UPDATE Accounts            0           2          0        5          0
commit                           0           0          0        0          3
SELECT Accounts                  0           2          1        0          0
transaction                      2           0          0        0          0
total                            2           4          1        5          3
`);
});

test('several services have a table each, in the same columns', async () => {
  bill('read', 1, 'orders/{id}/lines');
  moved('transmit', 7, 'invoices', 'upload');
  expect(`\n${drawCosts([request('class_a', 1, 'invoices')], await collect(), plain)}\n`).toBe(`
Firestore bills      reads   writes  deletes
orders/{id}/lines        1        0        0
total                    1        0        0

Cloud Storage      class A  class B  bytes up  bytes down
invoices                 1        0         7           0
total                    1        0         7           0
`);
});

test('models cost tokens of several kinds, by model', async () => {
  const asked = (model: string, input: number, output: number, more: Attributes = {}) =>
    span(`generate_content ${model}`, undefined, {
      attributes: {
        'gen_ai.request.model': model,
        'gen_ai.usage.input_tokens': input,
        'gen_ai.usage.output_tokens': output,
        ...more,
      },
    });
  const spans = [
    asked('gemini-2.5-pro', 1000, 20),
    asked('gemini-2.5-flash', 100, 50, {
      'gen_ai.usage.cache_read.input_tokens': 80,
      'gen_ai.usage.reasoning.output_tokens': 30,
    }),
    asked('gemini-2.5-flash', 10, 5),
    // A tool has no model.
    span('execute_tool order_status'),
  ];

  expect(`\n${drawCosts(spans, await collect(), plain)}\n`).toBe(`
Model tokens      requests    input   cached   output  reasoning
gemini-2.5-flash         2      110       80       55         30
gemini-2.5-pro           1     1000        0       20          0
total                    3     1110       80       75         30
Cached tokens are among the input, reasoning is among the output. Each has a price per token, by model.
`);
});

test('metrics add up over the attributes that no table shows', async () => {
  bill('read', 1, 'orders');
  billing.add(2, {
    'gcp.firestore.billing.kind': 'read',
    'db.namespace': 'demo|archive',
    'db.collection.name': 'orders',
  });
  moved('transmit', 3, 'invoices', 'upload');
  moved('transmit', 4, 'invoices', 'upload_chunks');
  const costs = drawCosts([], await collect(), plain);
  expect(costs).toMatch(/^orders +3 +0 +0$/m);
  expect(costs).toMatch(/^invoices +0 +0 +7 +0$/m);
});

test('a run without any of them costs nothing', async () => {
  expect(drawCosts([], await collect(), plain)).toBe('This run cost nothing.');
});
