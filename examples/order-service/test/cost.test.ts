import { beforeEach, expect, test } from '@jest/globals';
import type { Counter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { drawCosts } from '../src/report/cost.ts';
import { type Money, toMoney } from '../src/report/money.ts';
import { plain } from '../src/report/paint.ts';
import type { SpanRecord } from '../src/report/record.ts';
import { span } from './spans.ts';

let billing: Counter;
let io: Counter;
let requests: Counter;
let units: Counter;
let collect: () => Promise<MetricData[]>;

beforeEach(() => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  billing = meter.createCounter('gcp.firestore.client.billing.operations');
  io = meter.createCounter('gcp.storage.client.io');
  requests = meter.createCounter('gcp.storage.client.billing.operations');
  units = meter.createCounter('gcp.vertex_ai.client.billing.units');
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

function request(billed: 'a' | 'b', count: number, bucket?: string): void {
  requests.add(count, {
    'gcp.storage.billing.class': billed,
    'gcp.storage.operation': 'upload',
    ...(bucket !== undefined && { 'gcp.storage.bucket': bucket }),
  });
}

function used(model: string, kind: string, count: number): void {
  units.add(count, {
    'gen_ai.request.model': model,
    'gen_ai.provider.name': 'gcp.gemini',
    'gcp.vertex_ai.billing.unit': 'token',
    'gcp.vertex_ai.billing.kind': kind,
  });
}

const note =
  'An estimate: list prices in us-central1, without free tiers; at least that much where index entries are read.';

/** What is drawn above the note. */
async function drawn(spans: readonly SpanRecord[] = [], more: Partial<Money> = {}): Promise<string> {
  const metrics = await collect();
  const text = drawCosts(spans, metrics, { ...toMoney([], metrics), ...more }, plain);
  expect(text).toContain(`\n${note}`);
  return `\n${text.slice(0, text.lastIndexOf(note)).trimEnd()}\n`;
}

test('Firestore costs document operations, by collection', async () => {
  bill('read', 12, 'products');
  bill('write', 25, 'products');
  bill('read', 3, 'orders');
  bill('delete', 1, 'orders');
  bill('write', 2, 'orders/{id}/lines');
  bill('write', 5);

  expect(await drawn()).toBe(`
Firestore bills      reads   writes  deletes         USD
(several)                0        5        0  0.00000450
orders                   3        0        1  0.00000100
orders/{id}/lines        0        2        0  0.00000180
products                12       25        0  0.00002610
total                   15       32        1  0.00003340
`);
});

test('Cloud Storage costs requests by class, and the bytes that it sends, by bucket', async () => {
  moved('transmit', 120, 'invoices', 'upload');
  moved('receive', 60, 'invoices', 'download');
  moved('receive', 1_048_576, 'ledgers', 'download');
  request('a', 1, 'invoices');
  request('a', 2, 'invoices');
  request('b', 1, 'ledgers');
  request('a', 1);

  expect(await drawn([span('GET /orders/:id')])).toBe(`
Cloud Storage  class A  class B  bytes up  bytes down         USD
(none)               1        0         0           0  0.00000500
invoices             3        0       120          60  0.00001500
ledgers              0        1         0     1048576  0.00000040
total                4        1       120     1048636  0.00002040
`);
});

test('Spanner bills capacity: its table tells what was done', async () => {
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

  expect(await drawn(spans)).toBe(`
Spanner (bills capacity)  attempts  statements  rows read  changed  mutations
BATCH UPDATE Accounts            0           2          0        5          0
commit                           0           0          0        0          3
SELECT Accounts                  0           2          1        0          0
transaction                      2           0          0        0          0
total                            2           4          1        5          3
`);
});

test('several services have a table each, in the same columns; then come the requests', async () => {
  bill('read', 1, 'orders/{id}/lines');
  moved('transmit', 7, 'invoices', 'upload');
  request('a', 1, 'invoices');
  const routes = [
    { route: 'GET /orders/:id', requests: 2, usd: 0.0000053, usdPerMillion: 2.65 },
    { route: '(no request)', requests: 0, usd: 0.0000003, usdPerMillion: 0 },
  ];
  expect(await drawn([], { routes })).toBe(`
Firestore bills      reads   writes  deletes         USD
orders/{id}/lines        1        0        0  0.00000030
total                    1        0        0  0.00000030

Cloud Storage      class A  class B  bytes up  bytes down         USD
invoices                 1        0         7           0  0.00000500
total                    1        0         7           0  0.00000500

Requests           requests         USD  USD for a million
GET /orders/:id           2  0.00000530               2.65
(no request)              0  0.00000030
total                     2  0.00000560
`);
});

test('models cost tokens of several kinds, by model; what has no price is said', async () => {
  used('gemini-2.5-pro', 'input', 1000);
  used('gemini-2.5-pro', 'output', 20);
  used('gemini-2.5-flash', 'input', 30);
  used('gemini-2.5-flash', 'cached_input', 80);
  used('gemini-2.5-flash', 'output', 25);
  used('gemini-2.5-flash', 'reasoning', 30);
  used('gemini-9', 'input', 5);
  used('gemini-9', 'input', 6);
  const asked = (model: string) =>
    span(`generate_content ${model}`, undefined, { attributes: { 'gen_ai.request.model': model } });
  const spans = [
    asked('gemini-2.5-pro'),
    asked('gemini-2.5-flash'),
    asked('gemini-2.5-flash'),
    // A tool has no model.
    span('execute_tool order_status'),
  ];

  expect(await drawn(spans)).toBe(`
Model tokens      requests    input   cached   output  reasoning         USD
gemini-2.5-flash         2       30       80       25         30  0.00014890
gemini-2.5-pro           1     1000        0       20          0  0.00145000
gemini-9                 0       11        0        0          0  0.00000000
total                    3     1041       80       45         30  0.00159890

Not priced: the list has no price "gemini/gemini-9/input": add it with \`prices\`
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
  const costs = await drawn();
  expect(costs).toMatch(/^orders +3 +0 +0 +0\.00000090$/m);
  expect(costs).toMatch(/^invoices +0 +0 +7 +0 +0\.00000000$/m);
});

test('a run without any of them costs nothing', async () => {
  const metrics = await collect();
  expect(drawCosts([], metrics, toMoney([], metrics), plain)).toBe('This run cost nothing.');
});
