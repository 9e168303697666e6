import type { Asked } from './faults.ts';

/** The fields of the messages in google/spanner/v1/spanner.proto, and of administration, that the scripted server reads. */
export interface TransactionOptions {
  readonly readOnly?: { readonly returnReadTimestamp?: boolean } | null;
  readonly readWrite?: object | null;
  readonly partitionedDml?: object | null;
}

interface TransactionSelector {
  readonly id?: Buffer;
  readonly begin?: TransactionOptions | null;
  readonly singleUse?: TransactionOptions | null;
}

interface InTransaction {
  readonly transaction?: TransactionSelector | null | undefined;
}

export interface SqlRequest extends InTransaction {
  readonly sql: string;
  readonly params?: object | null;
  readonly queryMode?: string;
  readonly resumeToken?: Buffer;
}

export interface ReadRequest extends InTransaction {
  readonly table: string;
  readonly keySet?: object | null;
  readonly resumeToken?: Buffer;
}

export interface BatchDmlRequest extends InTransaction {
  readonly statements: readonly { readonly sql: string; readonly params?: object | null }[];
}

interface Write {
  readonly table: string;
}

export interface Mutation {
  readonly insert?: Write | null;
  readonly update?: Write | null;
  readonly insertOrUpdate?: Write | null;
  readonly replace?: Write | null;
  readonly delete?: Write | null;
}

export interface CommitRequest {
  readonly session: string;
  readonly transactionId?: Buffer;
  readonly mutations: readonly Mutation[];
  readonly returnCommitStats?: boolean;
}

export interface BatchWriteRequest {
  readonly mutationGroups: readonly { readonly mutations: readonly Mutation[] }[];
}

export interface BeginTransactionRequest {
  readonly options?: TransactionOptions | null;
}

export interface CreateSessionRequest {
  readonly database: string;
  readonly session?: { readonly multiplexed?: boolean } | null;
}

export interface BatchCreateSessionsRequest {
  readonly database: string;
  readonly sessionCount: number;
}

const words = (text: string): string[] => text.match(/\w+/g) ?? [];

/** The id of a transaction contains its kind. */
const isReading = (id: Buffer | undefined): boolean => id?.toString().startsWith('readOnly') ?? false;

function writesIn(transaction: InTransaction['transaction']): boolean {
  const { id, begin } = transaction ?? {};
  return begin ? !begin.readOnly : Boolean(id?.length) && !isReading(id);
}

export function askedBySql({ sql, params, transaction }: SqlRequest): Asked {
  const text = `${sql} ${JSON.stringify(params ?? '')}`;
  return { names: words(sql), text, writes: writesIn(transaction) };
}

export function askedByRead({ table, keySet, transaction }: ReadRequest): Asked {
  return {
    names: [table],
    text: `${table} ${JSON.stringify(keySet ?? '')}`,
    writes: writesIn(transaction),
  };
}

export function askedByMutations(mutations: readonly Mutation[]): Asked {
  const writes = mutations.flatMap((mutation) => {
    const { insert, update, insertOrUpdate, replace } = mutation;
    return [insert, update, insertOrUpdate, replace, mutation.delete].filter((write) => write != null);
  });
  return { names: writes.map(({ table }) => table), text: JSON.stringify(writes), writes: true };
}

/** All names in an administrative request: projects, databases, the tables of its DDL. */
export function askedByAnything(request: unknown): Asked {
  const text = JSON.stringify(request);
  return { names: words(text), text };
}
