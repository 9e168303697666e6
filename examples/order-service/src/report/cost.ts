import type { MetricData } from '@opentelemetry/sdk-metrics';
import { type Bill, bills, type Charge } from './bills.ts';
import type { Paint } from './paint.ts';
import type { SpanRecord } from './record.ts';

/** Cells from left to right, the first of which says what the others are about. */
type Row = readonly string[];

/** What the run would have cost: a table for each service that it used. */
export function drawCosts(
  spans: readonly SpanRecord[],
  metrics: readonly MetricData[],
  paint: Paint,
): string {
  const tables = bills.flatMap((bill) => {
    const charges = [...bill.charges(spans, metrics)].filter(({ amount }) => amount > 0);
    return charges.length === 0 ? [] : [{ rows: toTable(bill, charges), note: bill.note }];
  });
  if (tables.length === 0) return 'This run cost nothing.';

  const labels = tables.flatMap(({ rows }) => rows.map(([label = '']) => label.length));
  const draw = ({ rows, note }: (typeof tables)[number]) => [
    ...inColumns(rows, Math.max(...labels)).map((line, index) =>
      index === 0 || index === rows.length - 1 ? paint('bold', line) : line,
    ),
    ...(note === undefined ? [] : [paint('dim', note)]),
  ];
  return tables.map((table) => draw(table).join('\n')).join('\n\n');
}

function toTable({ title, kinds }: Bill, charges: readonly Charge[]): Row[] {
  const toRow = (label: string, those: readonly Charge[]) => [
    label,
    ...kinds.map((kind) => String(sum(those.filter((charge) => charge.kind === kind)))),
  ];
  const items = [...new Set(charges.map(({ item }) => item))].toSorted((a, b) => a.localeCompare(b));
  const chargesFor = (label: string) => charges.filter(({ item }) => item === label);
  return [[title, ...kinds], ...items.map((item) => toRow(item, chargesFor(item))), toRow('total', charges)];
}

const sum = (charges: readonly Charge[]) => charges.reduce((total, { amount }) => total + amount, 0);

/** As wide as most numbers are, so that the columns of one table stand below those of another. */
const minWidth = 7;

function inColumns(rows: readonly Row[], labelWidth: number): string[] {
  const widthOf = (column: number) => Math.max(minWidth, ...rows.map((row) => row[column]?.length ?? 0));
  return rows.map(([label = '', ...cells]) =>
    [label.padEnd(labelWidth), ...cells.map((cell, index) => cell.padStart(widthOf(index + 1)))].join('  '),
  );
}
