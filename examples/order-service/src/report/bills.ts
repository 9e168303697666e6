import type { Attributes } from '@opentelemetry/api';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import { textOf } from './facts.ts';
import type { SpanRecord } from './record.ts';

/** So much of one kind (a column of the table), for one thing (a row). */
export interface Charge {
  readonly item: string;
  readonly kind: string;
  readonly amount: number;
}

/** What one service counts, and where the telemetry says it. */
export interface Bill {
  readonly title: string;
  readonly kinds: readonly string[];
  /** The attribute that tells its priced lines from others. Spanner has none: it bills capacity. */
  readonly pricedBy?: string;
  /** What a row of the table is about. */
  itemOf(attributes: Attributes): string;
  charges(spans: readonly SpanRecord[], metrics: readonly MetricData[]): Iterable<Charge>;
}

/** Document operations by collection. */
const firestore: Bill = {
  title: 'Firestore bills',
  kinds: ['reads', 'writes', 'deletes'],
  pricedBy: 'gcp.firestore.billing.kind',
  itemOf: (attributes) => textOf(attributes['db.collection.name'] ?? '(several)'),
  *charges(_spans, metrics) {
    for (const [amount, attributes] of measured(metrics, 'gcp.firestore.client.billing.operations')) {
      const item = firestore.itemOf(attributes);
      yield { item, kind: `${textOf(attributes['gcp.firestore.billing.kind'] ?? '')}s`, amount };
    }
  },
};

/** Requests by their class in the price list, and bytes of objects, by bucket. */
const storage: Bill = {
  title: 'Cloud Storage',
  kinds: ['class A', 'class B', 'bytes up', 'bytes down'],
  pricedBy: 'gcp.storage.operation',
  itemOf: (attributes) => textOf(attributes['gcp.storage.bucket'] ?? '(none)'),
  *charges(_spans, metrics) {
    for (const [amount, attributes] of measured(metrics, 'gcp.storage.client.billing.operations')) {
      const kind = attributes['gcp.storage.billing.class'] === 'a' ? 'class A' : 'class B';
      yield { item: storage.itemOf(attributes), kind, amount };
    }
    for (const [amount, attributes] of measured(metrics, 'gcp.storage.client.io')) {
      const isUp = attributes['network.io.direction'] === 'transmit';
      yield { item: storage.itemOf(attributes), kind: isUp ? 'bytes up' : 'bytes down', amount };
    }
  },
};

/** Spanner bills the capacity of an instance by the hour, not what it is asked for: this is what its spans know. */
const spanner: Bill = {
  title: 'Spanner (bills capacity)',
  kinds: ['attempts', 'statements', 'rows read', 'changed', 'mutations'],
  itemOf: (attributes) => textOf(attributes['db.query.summary'] ?? '(unknown)'),
  *charges(spans) {
    for (const { attributes } of spans) {
      if (attributes['db.system.name'] !== 'gcp.spanner') continue;
      const item = spanner.itemOf(attributes);
      yield { item, kind: 'statements', amount: statementsIn(attributes) };
      for (const [kind, name] of Object.entries(spannerCounts))
        yield { item, kind, amount: Number(attributes[name] ?? 0) };
    }
  },
};

const statementsIn = (attributes: Attributes) =>
  'db.query.text' in attributes ? Number(attributes['db.operation.batch.size'] ?? 1) : 0;

const spannerCounts = {
  attempts: 'gcp.spanner.transaction.attempts',
  'rows read': 'db.response.returned_rows',
  changed: 'gcp.spanner.rows.affected',
  mutations: 'gcp.spanner.mutations',
};

/** Tokens by model, as they are billed. */
const models: Bill = {
  title: 'Model tokens',
  kinds: ['requests', 'input', 'cached', 'output', 'reasoning'],
  pricedBy: 'gcp.vertex_ai.billing.kind',
  itemOf: (attributes) => textOf(attributes['gen_ai.request.model'] ?? '(unknown)'),
  *charges(spans, metrics) {
    for (const { attributes } of spans)
      if (attributes['gen_ai.request.model'] !== undefined)
        yield { item: models.itemOf(attributes), kind: 'requests', amount: 1 };
    for (const [amount, attributes] of measured(metrics, 'gcp.vertex_ai.client.billing.units')) {
      if (attributes['gcp.vertex_ai.billing.unit'] !== 'token') continue;
      const kind = textOf(attributes['gcp.vertex_ai.billing.kind'] ?? '').replace('_input', '');
      yield { item: models.itemOf(attributes), kind, amount };
    }
  },
};

export const bills: readonly Bill[] = [firestore, storage, spanner, models];

/** What a counter has counted, for each set of its attributes. */
function* measured(metrics: readonly MetricData[], name: string): Generator<[number, Attributes]> {
  for (const { descriptor, dataPoints } of metrics) {
    if (descriptor.name !== name) continue;
    for (const { value, attributes } of dataPoints) if (typeof value === 'number') yield [value, attributes];
  }
}
