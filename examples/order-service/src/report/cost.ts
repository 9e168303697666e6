import type { MetricData } from '@opentelemetry/sdk-metrics';
import { textOf } from './facts.ts';
import type { Paint } from './paint.ts';

const kinds = ['read', 'write', 'delete'] as const;

type Operations = Record<(typeof kinds)[number], number>;

/** What Firestore would have billed for the run: document operations by collection, from the billing metric. */
export function drawCosts(metrics: readonly MetricData[], paint: Paint): string {
  const byCollection = countByCollection(metrics);
  if (byCollection.size === 0) return 'Firestore billed nothing for this run.';

  const rows = [
    ['Firestore bills', ...kinds.map((kind) => `${kind}s`)],
    ...[...byCollection]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([collection, operations]) => toRow(collection, operations)),
    toRow('total', sum([...byCollection.values()])),
  ];
  const width = Math.max(...rows.map(([label = '']) => label.length));
  const lines = rows.map(([label = '', ...cells]) =>
    [label.padEnd(width), ...cells.map((cell) => cell.padStart(7))].join('  '),
  );
  return lines
    .map((line, index) => (index === 0 || index === rows.length - 1 ? paint('bold', line) : line))
    .join('\n');
}

function countByCollection(metrics: readonly MetricData[]): Map<string, Operations> {
  const counts = new Map<string, Operations>();
  for (const { descriptor, dataPoints } of metrics) {
    if (descriptor.name !== 'gcp.firestore.client.billing.operations') continue;
    for (const { attributes, value } of dataPoints) {
      const collection = textOf(attributes['db.collection.name'] ?? '(several)');
      const kind = kinds.find((candidate) => candidate === attributes['gcp.firestore.billing.kind']);
      if (!kind || typeof value !== 'number') continue;
      const operations = counts.get(collection) ?? sum([]);
      counts.set(collection, { ...operations, [kind]: operations[kind] + value });
    }
  }
  return counts;
}

function sum(all: readonly Operations[]): Operations {
  const total = { read: 0, write: 0, delete: 0 };
  for (const operations of all) for (const kind of kinds) total[kind] += operations[kind];
  return total;
}

function toRow(label: string, operations: Operations): string[] {
  return [label, ...kinds.map((kind) => String(operations[kind]))];
}
