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
import { plain } from '../src/report/paint.ts';

let billing: Counter;
let collect: () => Promise<MetricData[]>;

beforeEach(() => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  billing = meter.createCounter('gcp.firestore.client.billing.operations');
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

test('costs are a table by collection', async () => {
  bill('read', 12, 'products');
  bill('write', 25, 'products');
  bill('read', 3, 'orders');
  bill('delete', 1, 'orders');
  bill('write', 2, 'orders/{id}/lines');
  bill('write', 5);

  expect(`\n${drawCosts(await collect(), plain)}\n`).toBe(`
Firestore bills      reads   writes  deletes
(several)                0        5        0
orders                   3        0        1
orders/{id}/lines        0        2        0
products                12       25        0
total                   15       32        1
`);
});

test('the metric adds up over the attributes that the table does not show', async () => {
  bill('read', 1, 'orders');
  billing.add(2, {
    'gcp.firestore.billing.kind': 'read',
    'db.namespace': 'demo|archive',
    'db.collection.name': 'orders',
  });
  expect(drawCosts(await collect(), plain)).toMatch(/^orders +3 +0 +0$/m);
});

test('a run without Firestore costs nothing', async () => {
  expect(drawCosts(await collect(), plain)).toBe('Firestore billed nothing for this run.');
});
