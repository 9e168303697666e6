/** Describes writes: a single write, a batch, or the commit of a transaction. */
import { context } from '@opentelemetry/api';
import type { Attributes, Call, Description, Wrapper } from '@gcp-otel/shared';
import * as billing from './billing';
import type { BulkCommitBatch, Firestore, Transaction, WriteBatch, WriteKind } from './client';
import { collectionOfPath, type Naming } from './collections';
import { commonCollection, describe as describeTarget } from './target';

export const billedAs = (kind: WriteKind): string => (kind === 'delete' ? billing.DELETES : billing.WRITES);

/** The kind of each queued write, which the client does not keep. */
const kinds = new WeakMap<object, WriteKind>();

/** Remembers the kind of a write that WriteBatch queues, unless an outer call such as `document.set()` knows it. */
export const queues =
  (kind: WriteKind): Wrapper =>
  (engine, original) =>
    ({
      step(this: WriteBatch, ...args: unknown[]): unknown {
        const result: unknown = original.apply(this, args);
        if (engine.enabled && engine.callIn(context.active())?.hidesInnerCalls !== true)
          engine.runSafely(() => {
            const write = this._ops.at(-1);
            if (write !== undefined) kinds.set(write, kind);
          });
        return result;
      },
    }).step;

const kindsOf = ({ _ops: writes }: WriteBatch): readonly (WriteKind | undefined)[] =>
  writes.map((write) => kinds.get(write));

const collectionOfWrite = ({ docPath }: WriteBatch['_ops'][number], naming: Naming): string | undefined =>
  collectionOfPath({ segments: docPath.split('/') }, naming);

const tally = (
  all: readonly (WriteKind | undefined)[],
  attribute: (kind: WriteKind) => string,
): Attributes => {
  const counted: { [name: string]: number } = {};
  for (const kind of all)
    if (kind !== undefined) counted[attribute(kind)] = (counted[attribute(kind)] ?? 0) + 1;
  return counted;
};

/** The operation name: the kind of a single write, `BATCH <kind>` for one kind in one collection, otherwise `BATCH`. */
const batchOperation = (all: readonly (WriteKind | undefined)[], collection: string | undefined): string => {
  const [first, ...others] = all;
  if (first === undefined || others.some((kind) => kind !== first)) return 'BATCH';
  if (others.length === 0) return first;
  return collection === undefined ? 'BATCH' : `BATCH ${first}`;
};

/** The naming that a batch was described with, for its metrics. Kept only if `collectionName` is configured. */
const namings = new WeakMap<object, Naming>();

export const describeWrites = (
  firestore: Firestore,
  batch: WriteBatch,
  all: readonly (WriteKind | undefined)[],
  naming: Naming,
): Description => {
  const collection = commonCollection(batch._ops.map((write) => collectionOfWrite(write, naming)));
  if (naming.collectionName !== undefined) namings.set(batch, naming);
  const description = describeTarget(firestore, batchOperation(all, collection), collection);
  // By the semantic conventions, one operation is not a batch. An empty batch records 0.
  if (all.length !== 1) description.attributes['db.operation.batch.size'] = all.length;
  Object.assign(
    description.attributes,
    tally(all, (kind) => `gcp.firestore.writes.${kind}`),
  );
  return description;
};

export const describeBatch = (batch: WriteBatch, _: unknown, __: string, naming: Naming): Description =>
  describeWrites(batch._firestore, batch, kindsOf(batch), naming);

export const batchWritten = (_: unknown, batch: WriteBatch, call: Call): Attributes =>
  billing.ofWrites(call, tally(kindsOf(batch), billedAs));

/** One write by a method of DocumentReference or CollectionReference. */
export const written = (_: unknown, __: unknown, call: Call): Attributes =>
  billing.ofWrites(call, { [billing.WRITES]: 1 });
export const deleted = (_: unknown, __: unknown, call: Call): Attributes =>
  billing.ofWrites(call, { [billing.DELETES]: 1 });

/** Whether a commit sends a request. Since 7.7, read-only transactions and those without reads or writes send none. */
export const commits = (transaction: Transaction): boolean => {
  const { _writeBatch: batch, _maxAttempts: maxAttempts, _transactionIdPromise: id } = transaction;
  if (maxAttempts === undefined) return true;
  return batch !== undefined && (id !== undefined || batch._ops.length > 0);
};

/** A transaction's commit is named `commit`, whatever it writes. */
export const describeCommit = (
  { _firestore: firestore, _writeBatch: batch }: Transaction,
  _: unknown,
  __: string,
  naming: Naming,
): Description => {
  if (batch === undefined) return describeTarget(firestore, 'commit', undefined);
  const description = describeWrites(firestore, batch, kindsOf(batch), naming);
  Object.assign(description.attributes, { 'db.operation.name': 'commit', 'db.query.summary': 'commit' });
  return { ...description, operation: 'commit', name: 'commit' };
};

export const committed = (_: unknown, { _writeBatch: batch }: Transaction, call: Call): Attributes =>
  batch === undefined ? {} : batchWritten(undefined, batch, call);

/** Writes of a BulkWriter that failed although their batch succeeded. */
export const failures: WeakSet<object> = new WeakSet();

type Batch = WriteBatch | Transaction;

export const isBatch = (target: unknown): target is Batch =>
  typeof target === 'object' && target !== null && ('_ops' in target || '_writeBatch' in target);

/** The billed writes with their collections, for a batch that spans several collections and so has none itself. */
export function* billedWrites(
  target: Batch,
): Iterable<readonly [kind: 'write' | 'delete', collection: string | undefined]> {
  const batch = '_ops' in target ? target : target._writeBatch;
  const naming = (batch && namings.get(batch)) ?? {};
  for (const [index, write] of batch?._ops.entries() ?? []) {
    if (failures.has(write)) continue;
    const kind = (batch as Partial<BulkCommitBatch>).pendingOps?.[index]?.type ?? kinds.get(write);
    yield [kind === 'delete' ? 'delete' : 'write', collectionOfWrite(write, naming)];
  }
}
