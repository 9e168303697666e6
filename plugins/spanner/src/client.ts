import type { Wrapper } from '@gcp-otel/shared';

/**
 * What is read of the client's objects: the releases 7.0 to 9.0 have it alike. Structural, because the client is an
 * optional peer, and because two copies of it may be loaded.
 */

export interface Spanner {
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
