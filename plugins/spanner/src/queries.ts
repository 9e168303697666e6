/** Describes SQL statements: their names, their text without data, and their results. */
import type { Attributes, Consumed, Description } from '@gcp-otel/shared';
import { databaseOf, dialectOf, kept, knownOf, optionsIn, summaryOf, type Target } from './client';
import { reader } from './load-sql';
import { boundOf, requestOf, requestOptionsIn } from './request-options';
import { RECORDED } from './target';
import { transactionOf } from './transactions';

type Arguments = readonly unknown[];
type Results = readonly unknown[];

/** The statement of a call: a string, or an object that has one. */
const sqlOf = (query: unknown): string => {
  const { sql } = (typeof query === 'string' ? { sql: query } : (query ?? {})) as { readonly sql?: unknown };
  return typeof sql === 'string' ? sql : '';
};

/** A statement's summary is its span name. */
export const describe = (target: Target, [query]: Arguments, operation: string): Description => {
  const known = knownOf(target);
  const summary = summaryOf(sqlOf(query), known);
  const name = summary === '' ? operation : summary;
  const cached = known.statements.get(name);
  if (cached !== undefined) return cached;
  const [operationName = name, ...targets] = name.split(' ');
  return kept(known.statements, name, {
    operation: operationName,
    target: targets.join(' ') || undefined,
    name,
    attributes: { ...known.attributes, 'db.query.summary': name },
    recordedAttributes: RECORDED,
  });
};

/** Statements that are sent together. `BATCH UPDATE users` if all have the same summary. */
export const describeBatch = (target: Target, [queries]: Arguments, operation: string): Description => {
  const statements = Array.isArray(queries) ? queries : [];
  if (statements.length === 1) return describe(target, statements, operation);
  const known = knownOf(target);
  const all = new Set(statements.map((query) => summaryOf(sqlOf(query), known)));
  const [summary = ''] = all;
  const name = all.size === 1 && summary !== '' ? `BATCH ${summary}` : 'BATCH';
  const attributes: Attributes = {
    ...known.attributes,
    'db.query.summary': name,
    'db.operation.batch.size': statements.length,
  };
  return { operation: 'BATCH', target: undefined, name, attributes, recordedAttributes: RECORDED };
};

/** The plugin option for the text of statements. */
interface TextConfig {
  readonly maskParameterizedQueries?: boolean;
}

/**
 * The semantic conventions consider the text of a statement with parameters static, and record it as written. Literals
 * of all other statements are masked.
 */
const textOf = (target: Target, query: unknown, { maskParameterizedQueries }: TextConfig): string => {
  const sql = sqlOf(query);
  const { params } = (typeof query === 'object' && query !== null ? query : {}) as {
    readonly params?: unknown;
  };
  const hasParameters = typeof params === 'object' && params !== null && Object.keys(params).length > 0;
  return hasParameters && maskParameterizedQueries !== true
    ? sql.slice(0, reader().MAX_TEXT)
    : reader().masked(sql, dialectOf(databaseOf(target)));
};

/** Details of a statement on a database or in a transaction. */
export const details = (target: Target, args: Arguments, config: TextConfig): Attributes => {
  const [query] = args;
  const bound = args.length > 1 ? boundOf(optionsIn(args, 1)) : undefined;
  return {
    'db.query.text': textOf(target, query, config),
    ...transactionOf(target),
    ...(bound !== undefined && { 'gcp.spanner.timestamp_bound': bound }),
    ...(typeof query === 'object' && requestOf(requestOptionsIn(query))),
  };
};

export const partitionedDetails = (target: Target, args: Arguments, config: TextConfig): Attributes => ({
  ...details(target, args, config),
  'gcp.spanner.transaction.type': 'partitioned_dml',
});

/** Joins the different texts of a batch; equal ones are recorded once. */
export const batchDetails = (target: Target, args: Arguments, config: TextConfig): Attributes => {
  const [queries] = args;
  const texts = new Set(
    (Array.isArray(queries) ? queries : []).map((query) => textOf(target, query, config)),
  );
  return {
    'db.query.text': [...texts].join('; ').slice(0, reader().MAX_TEXT),
    ...transactionOf(target),
    ...requestOf(requestOptionsIn(args[1])),
  };
};

const returned = (rows: number): Attributes => ({ 'db.response.returned_rows': rows });

/** `[rows, stats, metadata]` */
export const rows = ([found, stats]: Results): Attributes | undefined =>
  Array.isArray(found) ? { ...returned(found.length), ...statsOf(stats) } : undefined;

export const streamedRows = ({ rows: count }: Consumed): Attributes => returned(count);

interface Stats {
  readonly rowCount?: string;
  readonly rowCountExact?: string | number;
  readonly rowCountLowerBound?: string | number;
  readonly queryStats?: {
    readonly fields?: { readonly [name: string]: { readonly stringValue?: string } };
  } | null;
}

/** Only statements that run with profiling have times. */
const statsOf = (stats: unknown): Attributes => {
  const { queryStats } = (stats ?? {}) as Stats;
  const attributes: Attributes = {};
  for (const name of ['elapsed_time', 'cpu_time'] as const) {
    const seconds = secondsIn(queryStats?.fields?.[name]?.stringValue);
    if (seconds !== undefined) attributes[`gcp.spanner.query.${name}`] = seconds;
  }
  return attributes;
};

const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ usecs: 1e-6, msecs: 1e-3, ms: 1e-3, secs: 1, s: 1 }),
);

/** `1.22 msecs` */
const secondsIn = (duration: string | undefined): number | undefined => {
  const [amount, unit] = duration?.split(' ') ?? [];
  const scale = UNITS.get(unit ?? '');
  return scale === undefined || !Number.isFinite(Number(amount)) ? undefined : Number(amount) * scale;
};

/** `[rowCount]` */
export const affected = ([count]: Results): Attributes | undefined =>
  typeof count === 'number'
    ? { 'gcp.spanner.rows.affected': count, 'gcp.spanner.rows.affected_exact': true }
    : undefined;

/** For partitioned statements, only a lower bound is known. */
export const affectedAtLeast = (results: Results): Attributes | undefined => {
  const known = affected(results);
  return known && { ...known, 'gcp.spanner.rows.affected_exact': false };
};

/** `[rowCounts]` */
export const allAffected = ([counts]: Results): Attributes | undefined =>
  Array.isArray(counts) ? affected([(counts as number[]).reduce((sum, count) => sum + count, 0)]) : undefined;

/** `[partitions]` */
export const partitioned = ([partitions]: Results): Attributes | undefined =>
  Array.isArray(partitions) ? { 'gcp.spanner.partitions': partitions.length } : undefined;
