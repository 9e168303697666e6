/** Transactions: the whole, and what is read inside. Their writes are in `writes.ts`. */
import type { Attributes, Call, Description } from '@gcp-otel/shared';
import type {
  AggregateQuery,
  AggregateSnapshot,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Query,
  QuerySnapshot,
  Transaction,
  TransactionOptions,
} from './client';
import type { Naming } from './collections';
import * as documents from './documents';
import * as queries from './queries';
import { describe as describeTarget } from './target';

/** The client's default for `maxAttempts`. */
const DEFAULT_MAX_ATTEMPTS = 5;

export const describe = (
  firestore: Firestore,
  [, options]: readonly [unknown, TransactionOptions?],
): Description => {
  const description = describeTarget(firestore, 'transaction', undefined);
  const readOnly = options?.readOnly === true;
  description.attributes['gcp.firestore.transaction.read_only'] = readOnly;
  description.attributes['gcp.firestore.transaction.max_attempts'] = readOnly
    ? 1
    : (options?.maxAttempts ?? DEFAULT_MAX_ATTEMPTS);
  return description;
};

type Readable = DocumentReference | Query | AggregateQuery;

const isQuery = (read: Readable): read is Query => '_queryOptions' in read;
const isAggregate = (read: Readable): read is AggregateQuery => '_query' in read;

/** `transaction.get` takes a document, a query or an aggregation. */
export const describeRead = (
  _: Transaction,
  [read]: readonly [Readable],
  operation: string,
  naming: Naming,
): Description => {
  if (isQuery(read)) return queries.describe(read, undefined, 'query', naming);
  return isAggregate(read)
    ? queries.describeAggregate(read, undefined, operation, naming)
    : documents.describe(read, undefined, 'get', naming);
};

export const readText = (_: Transaction, [read]: readonly [Readable], naming: Naming): Attributes => {
  if (isQuery(read)) return queries.text(read, undefined, naming);
  return isAggregate(read) ? queries.aggregatedText(read, undefined, naming) : {};
};

export const describeReadOfAll = (
  { _firestore: firestore }: Transaction,
  args: readonly unknown[],
  operation: string,
  naming: Naming,
): Description => documents.describeAll(firestore, args, operation, naming);

/** What `transaction.get` gives: a document, the rows of a query, or an aggregation. */
export const readRows = (
  result: DocumentSnapshot | QuerySnapshot | AggregateSnapshot,
  _target: Transaction,
  call: Call,
): Attributes => {
  const [read] = call.args as readonly [Readable];
  if (isQuery(read)) return queries.snapshotRows(result as QuerySnapshot, read, call);
  return isAggregate(read)
    ? queries.aggregated(result as AggregateSnapshot, read, call)
    : documents.found(result as DocumentSnapshot, read, call);
};

/** A transaction rolls back by `Firestore.request('rollback')`. */
export const isRollback = (_: unknown, [method]: readonly unknown[]): boolean => method === 'rollback';
