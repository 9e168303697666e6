import type { Attributes, Description, Wrapper } from '@gcp-otel/shared';
import type { Dialect } from './sql-lexer';
import { reader } from './load-sql';

/**
 * What is read of the client's objects: the releases 7.0 to 9.0 have it alike. Structural, because the client is an
 * optional peer, and because two copies of it may be loaded.
 */

export interface Spanner {
  /** `projects/P`; the project is `{{projectId}}` while the client does not know it. */
  readonly projectFormattedName_?: string;
  /** The host, whether it is Google's or an emulator. */
  readonly baseUrl?: string;
  readonly options?: { readonly port?: number | string; readonly servicePath?: string };
}

export interface Instance {
  /** `projects/P/instances/I`; the project is `{{projectId}}` while the client does not know it. */
  readonly formattedName_?: string;
  readonly parent?: Spanner;
}

export interface Database {
  /** `projects/P/instances/I/databases/D` */
  readonly formattedName_?: string;
  readonly instance?: Instance;
  /** Known once the application has asked for it. */
  readonly databaseDialect?: string | null;
}

export interface Session {
  readonly parent?: Database;
  readonly metadata?: { readonly multiplexed?: boolean | null } | null;
}

interface ReadOnlyOptions {
  readonly [bound: string]: unknown;
}

/** A `Snapshot`, and what is derived from it: `Transaction`, `PartitionedDml`, `BatchTransaction`. */
export interface Snapshot {
  readonly session?: Session;
  readonly id?: unknown;
  readonly _options?: {
    readonly readOnly?: ReadOnlyOptions;
    readonly readWrite?: { readonly readLockMode?: unknown };
    readonly partitionedDml?: object;
    readonly isolationLevel?: unknown;
  };
  readonly requestOptions?: RequestOptions;
  readonly _queuedMutations?: readonly Mutation[];
}

export interface RequestOptions {
  readonly transactionTag?: unknown;
  readonly requestTag?: unknown;
  readonly priority?: unknown;
}

/** `{ insert: { table, … } }`, `{ delete: { table, … } }` … */
export interface Mutation {
  readonly [kind: string]: { readonly table?: string } | undefined;
}

export interface Table {
  readonly name?: string;
  readonly database?: Database;
}

/** Whatever object of the client a method is called on. */
export type Target = Spanner & Instance & Database & Session & Snapshot & Table;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The database that a call is about, if it is about one. */
export const databaseOf = (target: Target): Database | undefined => {
  if (isObject(target.session)) return target.session.parent;
  if (isObject(target.database)) return target.database;
  if (target.formattedName_?.includes('/databases/') === true) return target;
  return undefined;
};

/** Backups keep no more of their instance than its name. */
const instances = new WeakMap<object, Instance>();

/** Remembers whose what is that this method gives. */
export const remembersInstance: Wrapper = (engine, original) =>
  ({
    step(this: Instance, ...args: unknown[]): unknown {
      const part: unknown = original.apply(this, args);
      if (engine.enabled && isObject(part)) instances.set(part, this);
      return part;
    },
  }).step;

const instanceOf = (target: Target, database: Database | undefined): Instance | undefined => {
  if (database !== undefined) return database.instance;
  const remembered = instances.get(target);
  if (remembered !== undefined) return remembered;
  if (isObject(target.instance)) return target.instance;
  return target.formattedName_?.includes('/instances/') === true ? target : undefined;
};

/** Where a call goes. */
export interface Place {
  readonly database: Database | undefined;
  /** `projects/P/instances/I/databases/D`, or the part of it that a call is about. */
  readonly path: string | undefined;
  readonly spanner: Spanner | undefined;
}

export const placeOf = (target: Target): Place => {
  const database = databaseOf(target);
  const instance = instanceOf(target, database);
  const path = database?.formattedName_ ?? instance?.formattedName_;
  const spanner = instance === undefined && target.baseUrl !== undefined ? target : instance?.parent;
  return { database, path, spanner };
};

/** The arguments that are no function: the last of them may be options. */
export const optionsIn = (args: readonly unknown[], from: number): { readonly [option: string]: unknown } => {
  const found = args.findLast((argument, index) => index >= from && isObject(argument));
  return (found ?? {}) as { readonly [option: string]: unknown };
};

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
export const namespaceOf = (path: string | undefined): string | undefined => {
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
  if (values.size < MAX_KEPT && key.length <= MAX_LENGTH) values.set(key, value);
  return value;
};

export const summaryOf = (sql: string, { dialect, summaries }: Known): string => {
  if (sql.length > MAX_LENGTH) return reader().summarized(sql, dialect);
  return summaries.get(sql) ?? kept(summaries, sql, reader().summarized(sql, dialect));
};
