import type { Attributes, Description } from '@gcp-otel/shared';
import { type Database, placeOf, type Spanner, type Target } from './client';
import type { Dialect } from './sql-lexer';
import { summarized } from './sql-summary';

type Arguments = readonly unknown[];

/** `P|I|D`, of `projects/P/instances/I/databases/D`. The project is left out while the client does not know it. */
const namespaceOf = (path: string | undefined): string | undefined => {
  if (path === undefined) return undefined;
  const [, project, , instance, , database] = path.split('/');
  const known = [project?.startsWith('{{') === true ? undefined : project, instance, database];
  return known.filter((part) => part !== undefined).join('|');
};

/** The conventions of a server's name: without its port, and without that if it is the one that everybody uses. */
const serverOf = (spanner: Spanner | undefined): Attributes => {
  const { options, baseUrl = options?.servicePath } = spanner ?? {};
  if (baseUrl === undefined) return {};
  const port = Number(options?.port ?? 443);
  return port === 443 ? { 'server.address': baseUrl } : { 'server.address': baseUrl, 'server.port': port };
};

/** What every span of a client's object says: found once, as long as it says the same. */
interface Known {
  readonly path: string | undefined;
  readonly attributes: Attributes;
}

const known = new WeakMap<object, Known>();

const placeAttributes = (target: Target): Attributes => {
  const { database, path, spanner } = placeOf(target);
  const key: object = database ?? target;
  const before = known.get(key);
  if (before !== undefined && before.path === path) return before.attributes;
  const attributes: Attributes = { 'db.system.name': 'gcp.spanner' };
  const namespace = namespaceOf(path);
  if (namespace !== undefined) attributes['db.namespace'] = namespace;
  Object.assign(attributes, serverOf(spanner));
  known.set(key, { path, attributes });
  return attributes;
};

const RECORDED: Attributes = { 'gcp.client.service': 'spanner' };

/** A call of the API that names its operation itself, and the table that it is about. */
const onTable = (
  target: Target,
  operation: string,
  table: string | undefined,
  more?: Attributes,
): Description => {
  const summary = table === undefined ? operation : `${operation} ${table}`;
  const attributes: Attributes = {
    ...placeAttributes(target),
    'db.operation.name': operation,
    'db.query.summary': summary,
    ...more,
  };
  if (table !== undefined) attributes['db.collection.name'] = table;
  return { operation, target: table, name: summary, attributes, recorded: RECORDED };
};

export const onTarget = (target: Target, _args: Arguments, operation: string): Description =>
  onTable(target, operation, undefined);

/** `table.insert(…)`, `table.read(…)`. */
export const onItself = (table: Target, _args: Arguments, operation: string): Description =>
  onTable(table, operation, table.name);

/** `snapshot.read(table, …)`. */
export const onNamed = (target: Target, [table]: Arguments, operation: string): Description =>
  onTable(target, operation, typeof table === 'string' ? table : undefined);

/** `createReadPartitions({ table })`. */
export const onTableOf = (target: Target, [given]: Arguments, operation: string): Description =>
  onNamed(target, [(given as { readonly table?: unknown } | undefined)?.table], operation);

export { onTable as describeWrites };

/** The statement of a call: a string, or an object that has one. */
export const sqlOf = (query: unknown): string => {
  const { sql } = (typeof query === 'string' ? { sql: query } : (query ?? {})) as { readonly sql?: unknown };
  return typeof sql === 'string' ? sql : '';
};

export const dialectOf = (database: Database | undefined): Dialect => {
  const named = database?.databaseDialect;
  if (named === 'POSTGRESQL') return 'postgres';
  return named === 'GOOGLE_STANDARD_SQL' ? 'google' : 'unknown';
};

/** Summaries of statements that come again and again. */
const summaries = new Map<string, string>();
const MAX_KEPT = 1000;
const MAX_LENGTH = 2000;

export const summaryOf = (sql: string, dialect: Dialect): string => {
  if (sql.length > MAX_LENGTH) return summarized(sql, dialect);
  const key = `${dialect} ${sql}`;
  let summary = summaries.get(key);
  if (summary === undefined) {
    summary = summarized(sql, dialect);
    if (summaries.size < MAX_KEPT) summaries.set(key, summary);
  }
  return summary;
};

/** A statement: its summary is its name. What it does is never taken out of it. */
export const onStatement = (target: Target, [query]: Arguments, operation: string): Description => {
  const { database } = placeOf(target);
  const summary = summaryOf(sqlOf(query), dialectOf(database));
  const name = summary === '' ? operation : summary;
  const attributes: Attributes = { ...placeAttributes(target), 'db.query.summary': name };
  const [operationName = name, ...targets] = name.split(' ');
  return {
    operation: operationName,
    target: targets.join(' ') || undefined,
    name,
    attributes,
    recorded: RECORDED,
  };
};

/** Statements that are sent together: `BATCH UPDATE users`, if they do the same. */
export const onStatements = (target: Target, [queries]: Arguments, operation: string): Description => {
  const statements = Array.isArray(queries) ? queries : [];
  if (statements.length === 1) return onStatement(target, statements, operation);
  const dialect = dialectOf(placeOf(target).database);
  const all = new Set(statements.map((query) => summaryOf(sqlOf(query), dialect)));
  const [summary = ''] = all;
  const name = all.size === 1 && summary !== '' ? `BATCH ${summary}` : 'BATCH';
  const attributes: Attributes = {
    ...placeAttributes(target),
    'db.query.summary': name,
    'db.operation.batch.size': statements.length,
  };
  return { operation: 'BATCH', target: undefined, name, attributes, recorded: RECORDED };
};
