import type { Attributes } from '@opentelemetry/api';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import type { Bill, Charge } from './bills/bill.ts';
import { bills } from './bills/index.ts';
import { type Money, usdOf } from './money.ts';
import type { Paint } from './paint.ts';
import type { SpanRecord } from './record.ts';

/** Cells from left to right, the first of which says what the others are about. */
type Row = readonly string[];

/** What the run would have cost: a table for each service that it used, and one of the routes. */
export function drawCosts(
  spans: readonly SpanRecord[],
  metrics: readonly MetricData[],
  money: Money,
  paint: Paint,
): string {
  const tables = bills.flatMap((bill) => {
    const charges = [...bill.charges(spans, metrics)].filter(({ amount }) => amount > 0);
    return charges.length === 0 ? [] : [toTable(bill, charges, money)];
  });
  if (tables.length === 0) return 'This run cost nothing.';
  if (money.routes.length > 0) tables.push(routesTable(money));

  const labels = tables.flatMap((rows) => rows.map(([label = '']) => label.length));
  const draw = (rows: readonly Row[]) =>
    inColumns(rows, Math.max(...labels)).map((line, index) =>
      index === 0 || index === rows.length - 1 ? paint('bold', line) : line,
    );
  return [
    ...tables.map((table) => draw(table).join('\n')),
    [...unpricedOf(money), paint('dim', noteOn(money))].join('\n'),
  ].join('\n\n');
}

function toTable({ title, kinds, pricedBy, itemOf }: Bill, charges: readonly Charge[], money: Money): Row[] {
  const lines = money.lines.filter(({ attributes }) => pricedBy !== undefined && pricedBy in attributes);
  const toRow = (label: string, those: readonly Charge[], priced: typeof lines) => [
    label,
    ...kinds.map((kind) => String(sum(those.filter((charge) => charge.kind === kind)))),
    ...(pricedBy === undefined ? [] : [dollars(usdOf(priced))]),
  ];
  const items = [...new Set(charges.map(({ item }) => item))].toSorted((a, b) => a.localeCompare(b));
  const rowOf = (label: string) =>
    toRow(
      label,
      charges.filter(({ item }) => item === label),
      lines.filter(({ attributes }) => itemOf(attributes as Attributes) === label),
    );
  const head = [title, ...kinds, ...(pricedBy === undefined ? [] : ['USD'])];
  return [head, ...items.map(rowOf), toRow('total', charges, lines)];
}

function routesTable({ routes }: Money): Row[] {
  const total = routes.reduce((usd, route) => usd + route.usd, 0);
  const requests = routes.reduce((count, route) => count + route.requests, 0);
  return [
    ['Requests', 'requests', 'USD', 'USD for a million'],
    ...routes.map(({ route, requests: count, usd, usdPerMillion }) => [
      route,
      String(count),
      dollars(usd),
      count === 0 ? '' : usdPerMillion.toFixed(2),
    ]),
    ['total', String(requests), dollars(total), ''],
  ];
}

/** A line for each reason. */
const unpricedOf = ({ unpriced, warnings }: Money): string[] => [
  ...new Set([...unpriced.map(({ reason }) => `Not priced: ${reason}`), ...warnings]),
];

const noteOn = ({ region }: Money): string =>
  `An estimate: list prices in ${region}, without free tiers; at least that much where index entries are read.`;

const sum = (charges: readonly Charge[]) => charges.reduce((total, { amount }) => total + amount, 0);

/** A single document costs less than a millionth of a dollar. */
const dollars = (usd: number): string => usd.toFixed(8);

/** As wide as most numbers are, so that the columns of one table stand below those of another. */
const minWidth = 7;

function inColumns(rows: readonly Row[], labelWidth: number): string[] {
  const widthOf = (column: number) => Math.max(minWidth, ...rows.map((row) => row[column]?.length ?? 0));
  return rows.map(([label = '', ...cells]) =>
    [label.padEnd(labelWidth), ...cells.map((cell, index) => cell.padStart(widthOf(index + 1)))]
      .join('  ')
      .trimEnd(),
  );
}
