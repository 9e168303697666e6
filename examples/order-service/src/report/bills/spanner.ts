import type { Attributes } from '@opentelemetry/api';
import { textOf } from '../facts.ts';
import type { Bill } from './bill.ts';

/** Spanner bills the capacity of an instance by the hour, not what it is asked for: this is what its spans know. */
export const spanner: Bill = {
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
