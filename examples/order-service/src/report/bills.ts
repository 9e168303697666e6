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
  /** What the numbers do not tell by themselves. */
  readonly note?: string;
  charges(spans: readonly SpanRecord[], metrics: readonly MetricData[]): Iterable<Charge>;
}

/** Document operations by collection. */
const firestore: Bill = {
  title: 'Firestore bills',
  kinds: ['reads', 'writes', 'deletes'],
  *charges(_spans, metrics) {
    for (const [amount, attributes] of measured(metrics, 'gcp.firestore.client.billing.operations')) {
      const item = textOf(attributes['db.collection.name'] ?? '(several)');
      yield { item, kind: `${textOf(attributes['gcp.firestore.billing.kind'] ?? '')}s`, amount };
    }
  },
};

/** Requests by their class in the price list, and bytes of objects, by bucket. */
const storage: Bill = {
  title: 'Cloud Storage',
  kinds: ['class A', 'class B', 'bytes up', 'bytes down'],
  *charges(spans, metrics) {
    for (const { attributes } of spans) {
      yield { item: bucketOf(attributes), kind: 'class A', amount: count(attributes, 'class_a') };
      yield { item: bucketOf(attributes), kind: 'class B', amount: count(attributes, 'class_b') };
    }
    for (const [amount, attributes] of measured(metrics, 'gcp.storage.client.io')) {
      const isUp = attributes['network.io.direction'] === 'transmit';
      yield { item: bucketOf(attributes), kind: isUp ? 'bytes up' : 'bytes down', amount };
    }
  },
};

/** Spanner bills the capacity of an instance by the hour, not what it is asked for: this is what its spans know. */
const spanner: Bill = {
  title: 'Spanner (bills capacity)',
  kinds: ['attempts', 'statements', 'rows read', 'changed', 'mutations'],
  *charges(spans) {
    for (const { attributes } of spans) {
      if (attributes['db.system.name'] !== 'gcp.spanner') continue;
      const item = textOf(attributes['db.query.summary'] ?? '(unknown)');
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

/** Each model has its own prices, which change: how much there is to multiply them with. */
const models: Bill = {
  title: 'Model tokens',
  kinds: ['requests', 'input', 'cached', 'output', 'reasoning'],
  note: 'Cached tokens are among the input, reasoning is among the output. Each has a price per token, by model.',
  *charges(spans) {
    for (const { attributes } of spans) {
      const model = attributes['gen_ai.request.model'];
      if (model === undefined) continue;
      const item = textOf(model);
      yield { item, kind: 'requests', amount: 1 };
      for (const [kind, name] of Object.entries(tokenCounts))
        yield { item, kind, amount: Number(attributes[name] ?? 0) };
    }
  },
};

const tokenCounts = {
  input: 'gen_ai.usage.input_tokens',
  cached: 'gen_ai.usage.cache_read.input_tokens',
  output: 'gen_ai.usage.output_tokens',
  reasoning: 'gen_ai.usage.reasoning.output_tokens',
};

export const bills: readonly Bill[] = [firestore, storage, spanner, models];

const bucketOf = (attributes: Attributes) => textOf(attributes['gcp.storage.bucket'] ?? '(none)');

const count = (attributes: Attributes, billed: 'class_a' | 'class_b') =>
  Number(attributes[`gcp.storage.billing.${billed}`] ?? 0);

/** What a counter has counted, for each set of its attributes. */
function* measured(metrics: readonly MetricData[], name: string): Generator<[number, Attributes]> {
  for (const { descriptor, dataPoints } of metrics) {
    if (descriptor.name !== name) continue;
    for (const { value, attributes } of dataPoints) if (typeof value === 'number') yield [value, attributes];
  }
}
