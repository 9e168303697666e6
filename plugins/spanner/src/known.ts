import type { Attributes, Description } from '@gcp-otel/shared';
import { type Database, placeOf, type Spanner, type Target } from './client';
import type { Dialect } from './sql-lexer';
import { summarized } from './sql-summary';

/** What is known of an object that calls are made on: the same for each of them, as long as it says the same. */
export interface Known {
  /** It becomes another when the client learns its project. */
  readonly path: string | undefined;
  readonly dialect: Dialect;
  /** What each of its spans says. */
  readonly attributes: Attributes;
  /** Statements that come again and again, with their summaries. */
  readonly summaries: Map<string, string>;
  /** Descriptions of statements by their summaries, and of the API's calls by theirs. */
  readonly statements: Map<string, Description>;
  readonly calls: Map<string, Description>;
}

const all = new WeakMap<object, Known>();

export const knownOf = (target: Target): Known => {
  const { database, path, spanner } = placeOf(target);
  const key: object = database ?? target;
  const dialect = dialectOf(database);
  const before = all.get(key);
  if (before !== undefined && before.path === path && before.dialect === dialect) return before;
  const attributes: Attributes = { 'db.system.name': 'gcp.spanner' };
  const namespace = namespaceOf(path);
  if (namespace !== undefined) attributes['db.namespace'] = namespace;
  Object.assign(attributes, serverOf(spanner));
  const [summaries, statements, calls] = [new Map(), new Map(), new Map()];
  const known = { path, dialect, attributes, summaries, statements, calls };
  all.set(key, known);
  return known;
};

export const dialectOf = (database: Database | undefined): Dialect => {
  const named = database?.databaseDialect;
  if (named === 'POSTGRESQL') return 'postgres';
  return named === 'GOOGLE_STANDARD_SQL' ? 'google' : 'unknown';
};

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

/** Statements may be made up for each call: beyond this many, and longer ones, are read each time. */
const MAX_KEPT = 1000;
const MAX_LENGTH = 2000;

export const kept = <Value>(values: Map<string, Value>, key: string, value: Value): Value => {
  if (values.size < MAX_KEPT) values.set(key, value);
  return value;
};

export const summaryOf = (sql: string, { dialect, summaries }: Known): string => {
  if (sql.length > MAX_LENGTH) return summarized(sql, dialect);
  return summaries.get(sql) ?? kept(summaries, sql, summarized(sql, dialect));
};
