/**
 * The fields of @google-cloud/spanner that the plugin reads. They are the same in 7.0 to 9.0. The types are structural,
 * because the client is an optional peer and two copies of it may be loaded.
 */
import type { Attributes, Description, Wrapper } from '@gcp-otel/shared';
import type { Dialect } from './sql-lexer';
import { reader } from './load-sql';

export interface Spanner {
  /** `projects/P`. The project is `{{projectId}}` until the client knows it. */
  readonly projectFormattedName_?: string;
  /** The host of Google's API or of an emulator. */
  readonly baseUrl?: string;
  readonly options?: { readonly port?: number | string; readonly servicePath?: string };
}

export interface Instance {
  /** `projects/P/instances/I`. The project is `{{projectId}}` until the client knows it. */
  readonly formattedName_?: string;
  readonly parent?: Spanner;
}

export interface Database {
  /** `projects/P/instances/I/databases/D` */
  readonly formattedName_?: string;
  readonly instance?: Instance;
  /** Only known after the application has requested it. */
  readonly databaseDialect?: string | null;
}

export interface Session {
  readonly parent?: Database;
  readonly metadata?: { readonly multiplexed?: boolean | null } | null;
}

interface ReadOnlyOptions {
  readonly [bound: string]: unknown;
}

/** A `Snapshot` or a subclass: `Transaction`, `PartitionedDml`, `BatchTransaction`. */
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

/** For example `{ insert: { table } }` or `{ delete: { table } }`. */
export interface Mutation {
  readonly [kind: string]: { readonly table?: string } | undefined;
}

export interface Table {
  readonly name?: string;
  readonly database?: Database;
}

/** Any object of the client that a traced method is called on. */
export type Target = Spanner & Instance & Database & Session & Snapshot & Table;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The database of a call, if it has one. */
export const databaseOf = (target: Target): Database | undefined => {
  if (isObject(target.session)) return target.session.parent;
  if (isObject(target.database)) return target.database;
  if (target.formattedName_?.includes('/databases/') === true) return target;
  return undefined;
};

/** The instance of each backup, of which the backup itself only keeps the name. */
const instances = new WeakMap<object, Instance>();

/** Wraps a method of an instance that returns a part of it, and remembers the instance of that part. */
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

/** The database, path and client that a call is about. */
export interface Place {
  readonly database: Database | undefined;
  /** `projects/P/instances/I/databases/D`, or the beginning of it. */
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

/** The options of a call: its last argument that is an object. */
export const optionsIn = (args: readonly unknown[], from: number): { readonly [option: string]: unknown } => {
  const options = args.findLast((argument, index) => index >= from && isObject(argument));
  return (options ?? {}) as { readonly [option: string]: unknown };
};

/** Cached facts about a database or another target of calls. Valid while `path` and `dialect` stay the same. */
export interface Known {
  /** Changes when the client learns its project. */
  readonly path: string | undefined;
  readonly dialect: Dialect;
  /** The attributes that all of its spans share. */
  readonly attributes: Attributes;
  /** The summaries of statements, by their text. */
  readonly summaries: Map<string, string>;
  /** Descriptions of statements and of other calls, by their summaries. */
  readonly statements: Map<string, Description>;
  readonly calls: Map<string, Description>;
}

const cache = new WeakMap<object, Known>();

export const knownOf = (target: Target): Known => {
  const { database, path, spanner } = placeOf(target);
  const key: object = database ?? target;
  const dialect = dialectOf(database);
  const cached = cache.get(key);
  if (cached !== undefined && cached.path === path && cached.dialect === dialect) return cached;
  const attributes: Attributes = { 'db.system.name': 'gcp.spanner' };
  const namespace = namespaceOf(path);
  if (namespace !== undefined) attributes['db.namespace'] = namespace;
  Object.assign(attributes, serverOf(spanner));
  const [summaries, statements, calls] = [new Map(), new Map(), new Map()];
  const known = { path, dialect, attributes, summaries, statements, calls };
  cache.set(key, known);
  return known;
};

export const dialectOf = (database: Database | undefined): Dialect => {
  const dialect = database?.databaseDialect;
  if (dialect === 'POSTGRESQL') return 'postgres';
  return dialect === 'GOOGLE_STANDARD_SQL' ? 'google' : 'unknown';
};

/** `P|I|D` for `projects/P/instances/I/databases/D`. The project is omitted until the client knows it. */
export const namespaceOf = (path: string | undefined): string | undefined => {
  if (path === undefined) return undefined;
  const [, project, , instance, , database] = path.split('/');
  const known = [project?.startsWith('{{') === true ? undefined : project, instance, database];
  return known.filter((part) => part !== undefined).join('|');
};

/** By the semantic conventions, the address has no port, and the default port is not recorded. */
const serverOf = (spanner: Spanner | undefined): Attributes => {
  const { options, baseUrl = options?.servicePath } = spanner ?? {};
  if (baseUrl === undefined) return {};
  const port = Number(options?.port ?? 443);
  return port === 443 ? { 'server.address': baseUrl } : { 'server.address': baseUrl, 'server.port': port };
};

/** Limits of the caches, because applications may generate statements. Others are parsed each time. */
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
