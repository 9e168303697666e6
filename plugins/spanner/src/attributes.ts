import type { Attributes, Call, Consumed } from '@gcp-otel/shared';
import { databaseOf, dialectOf, type Mutation, optionsIn, type RequestOptions, type Target } from './client';
import { describeWrites, sqlOf } from './describe';
import { reader } from './read-statements';

type Arguments = readonly unknown[];
type Results = readonly unknown[];

/** What the configuration says of the text of statements. */
interface TextConfig {
  readonly maskParameterizedQueries?: boolean;
}

/**
 * The conventions take what stands beside parameters for static, and have it told as it was written. All other literals
 * are masked.
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

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const PRIORITIES = ['PRIORITY_UNSPECIFIED', 'PRIORITY_LOW', 'PRIORITY_MEDIUM', 'PRIORITY_HIGH'];

const named = (value: unknown, names: readonly string[]): string | undefined =>
  typeof value === 'number' ? names[value] : text(value);

const requestOf = ({ requestTag, priority, transactionTag }: RequestOptions): Attributes => {
  const attributes: Attributes = {};
  const tag = text(requestTag);
  if (tag !== undefined) attributes['gcp.spanner.request.tag'] = tag;
  const level = named(priority, PRIORITIES);
  if (level !== undefined) attributes['gcp.spanner.request.priority'] = level;
  const transaction = text(transactionTag);
  if (transaction !== undefined) attributes['gcp.spanner.transaction.tag'] = transaction;
  return attributes;
};

/** How old what is read may be. Only the kind of bound: its value is data. */
const BOUNDS = Object.entries({
  strong: 'strong',
  exactStaleness: 'exact_staleness',
  maxStaleness: 'max_staleness',
  minReadTimestamp: 'min_read_timestamp',
  readTimestamp: 'read_timestamp',
});

const boundOf = (options: { readonly [bound: string]: unknown }): string | undefined => {
  for (const [option, bound] of BOUNDS) {
    const given = options[option];
    if (given !== undefined && given !== null && given !== false) return bound;
  }
  return undefined;
};

const ISOLATION = ['ISOLATION_LEVEL_UNSPECIFIED', 'SERIALIZABLE', 'REPEATABLE_READ'];
const LOCKS = ['READ_LOCK_MODE_UNSPECIFIED', 'PESSIMISTIC', 'OPTIMISTIC'];

const specified = (name: string | undefined): string | undefined =>
  name?.endsWith('UNSPECIFIED') === true ? undefined : name;

/** What kind of transaction a call is part of, from what it is called on. */
const transactionOf = ({ _options: options, requestOptions, session }: Target): Attributes => {
  if (options === undefined) return { 'gcp.spanner.transaction.type': 'single_use' };
  const attributes: Attributes = { 'gcp.spanner.transaction.type': 'read_write' };
  if (options.readOnly !== undefined) {
    attributes['gcp.spanner.transaction.type'] = 'read_only';
    const bound = boundOf(options.readOnly);
    if (bound !== undefined) attributes['gcp.spanner.timestamp_bound'] = bound;
  } else if (options.partitionedDml !== undefined)
    attributes['gcp.spanner.transaction.type'] = 'partitioned_dml';
  const isolation = specified(named(options.isolationLevel, ISOLATION));
  if (isolation !== undefined) attributes['gcp.spanner.isolation_level'] = isolation;
  const lock = specified(named(options.readWrite?.readLockMode, LOCKS));
  if (lock !== undefined) attributes['gcp.spanner.read_lock_mode'] = lock;
  const multiplexed = session?.metadata?.multiplexed;
  if (session !== undefined) attributes['gcp.spanner.session.multiplexed'] = multiplexed === true;
  return { ...attributes, ...requestOf(requestOptions ?? {}) };
};

const requestOptionsIn = (given: unknown): RequestOptions =>
  (given as { readonly requestOptions?: RequestOptions } | undefined)?.requestOptions ?? {};

/** A statement on a database, or in a transaction. */
export const statement = (target: Target, args: Arguments, config: TextConfig): Attributes => {
  const [query] = args;
  const bound = args.length > 1 ? boundOf(optionsIn(args, 1)) : undefined;
  return {
    'db.query.text': textOf(target, query, config),
    ...transactionOf(target),
    ...(bound !== undefined && { 'gcp.spanner.timestamp_bound': bound }),
    ...(typeof query === 'object' && requestOf(requestOptionsIn(query))),
  };
};

export const partitionedStatement = (target: Target, args: Arguments, config: TextConfig): Attributes => ({
  ...statement(target, args, config),
  'gcp.spanner.transaction.type': 'partitioned_dml',
});

/** Equal texts once, others one after the other. */
export const statements = (target: Target, args: Arguments, config: TextConfig): Attributes => {
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

export const read = (target: Target, args: Arguments): Attributes => ({
  ...transactionOf(target),
  ...requestOf(requestOptionsIn(args[1])),
});

/** Calls on a database or a table that read in a transaction of their own. */
export const readOnly = (target: Target, args: Arguments): Attributes => {
  const bound = boundOf(optionsIn(args, 0));
  return {
    ...read(target, args),
    'gcp.spanner.transaction.type': 'read_only',
    ...(bound !== undefined && { 'gcp.spanner.timestamp_bound': bound }),
  };
};

/** Mutations of a table, which the client commits in a transaction of its own. */
export const readWrite = (target: Target, args: Arguments): Attributes => ({
  ...requestOf(requestOptionsIn(args[1])),
  ...transactionOf(target),
  'gcp.spanner.transaction.type': 'read_write',
});

export const transaction = (_target: Target, args: Arguments): Attributes => ({
  ...requestOf(requestOptionsIn(args[0])),
  ...transactionOf({ _options: { readWrite: {}, ...optionsOf(args[0]) } }),
});

const optionsOf = (given: unknown): object => {
  const { isolationLevel, readLockMode } = (given ?? {}) as {
    isolationLevel?: unknown;
    readLockMode?: unknown;
  };
  return { isolationLevel, readWrite: { readLockMode } };
};

/** Mutations that were collected, and the tables that they are about. */
export const onMutations = (
  target: Target,
  _args: Arguments,
  operation: string,
): ReturnType<typeof describeWrites> => {
  const mutations = target._queuedMutations ?? [];
  const more = mutations.length === 0 ? undefined : { 'gcp.spanner.mutations': mutations.length };
  return describeWrites(target, operation, more);
};

/** `writeAtLeastOnce(mutationSet)` and `batchWriteAtLeastOnce(groups)`. */
export const onMutationSets = (
  target: Target,
  [given]: Arguments,
  operation: string,
): ReturnType<typeof describeWrites> => {
  const sets = (Array.isArray(given) ? given : [given]) as readonly ({ proto?(): unknown } | undefined)[];
  const count = sets.reduce((sum, set) => sum + mutationsIn(set?.proto?.()), 0);
  return describeWrites(target, operation, {
    'gcp.spanner.mutations': count,
    ...(sets.length > 1 && { 'db.operation.batch.size': sets.length }),
  });
};

const mutationsIn = (proto: unknown): number => {
  if (Array.isArray(proto)) return (proto as readonly Mutation[]).length;
  const { mutations } = (proto ?? {}) as { readonly mutations?: readonly Mutation[] };
  return mutations?.length ?? 0;
};

export const blindWrite = (target: Target, args: Arguments): Attributes => ({
  ...requestOf(requestOptionsIn(args[1])),
  ...transactionOf(target),
  'gcp.spanner.transaction.type': 'blind_write',
});

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

/** Only a statement that was asked to be profiled has times. */
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

/** Of partitioned statements no more than a lower bound is known. */
export const affectedAtLeast = (results: Results): Attributes | undefined => {
  const known = affected(results);
  return known && { ...known, 'gcp.spanner.rows.affected_exact': false };
};

/** `[rowCounts]` */
export const allAffected = ([counts]: Results): Attributes | undefined =>
  Array.isArray(counts) ? affected([(counts as number[]).reduce((sum, count) => sum + count, 0)]) : undefined;

/** `[commitResponse]` */
export const committed = ([response]: Results): Attributes | undefined => {
  const { commitStats } = (response ?? {}) as {
    readonly commitStats?: { readonly mutationCount?: unknown } | null;
  };
  const count = Number(commitStats?.mutationCount ?? Number.NaN);
  return Number.isNaN(count) ? undefined : { 'gcp.spanner.commit.mutations': count };
};

/** `[partitions]` */
export const partitioned = ([partitions]: Results): Attributes | undefined =>
  Array.isArray(partitions) ? { 'gcp.spanner.partitions': partitions.length } : undefined;

/** What comes of a batch of groups: those that were not applied come as data, not as an error. */
export const failedGroups = ({
  status,
  indexes,
}: {
  readonly status?: { readonly code?: number } | null;
  readonly indexes?: readonly number[];
}): number => (status?.code ? (indexes?.length ?? 1) : 0);

export const groupsFailed = ({ rows: count }: Consumed): Attributes => ({
  'gcp.spanner.batch_write.failed_groups': count,
});

/** What failed tells the request that it failed with: Google's support asks for it. */
export const failedRequest = (
  error: { readonly requestID?: unknown } | undefined,
): Attributes | undefined => {
  const id = text(error?.requestID);
  return id === undefined ? undefined : { 'gcp.spanner.request.id': id };
};

/** Each request has an id of its own; the last one is told. */
export const notesRequest = (
  call: Call,
  [config]: readonly [{ readonly headers?: { readonly [header: string]: unknown } }],
): void => {
  const id = text(config?.headers?.['x-goog-spanner-request-id']);
  if (id !== undefined) call.note('gcp.spanner.request.id', id);
};
