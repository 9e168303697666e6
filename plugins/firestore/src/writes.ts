import { type Context, context } from '@opentelemetry/api';
import type { Attributes, Call, Description, Engine, Wrapper } from '@gcp-otel/shared';
import type { BulkCommitBatch, Firestore, Transaction, WriteBatch, WriteKind } from './client';
import { collectionOfPath, type Naming } from './collections';
import { commonCollection, describe } from './describe';

const FAILED = 'gcp.firestore.bulk_writer.failed';
const RETRIES = 'gcp.firestore.bulk_writer.retries';
const DELETED = 'gcp.firestore.documents.deleted';
const BILLED_WRITES = 'gcp.firestore.billing.writes';
const BILLED_DELETES = 'gcp.firestore.billing.deletes';

const billedAs = (kind: WriteKind): string => (kind === 'delete' ? BILLED_DELETES : BILLED_WRITES);

/** The client does not keep what kind a queued write is of. */
const kinds = new WeakMap<object, WriteKind>();

/** Remembers the kind of the write that a method of WriteBatch queues, unless the call that queues it knows it. */
export const queues =
  (kind: WriteKind): Wrapper =>
  (engine, original) =>
    ({
      step(this: WriteBatch, ...args: unknown[]): unknown {
        const result: unknown = original.apply(this, args);
        if (engine.enabled && engine.callIn(context.active())?.absorbs !== true)
          engine.aside(() => {
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

/** What writes of several kinds are called: one is itself, several are a batch, of one kind or of any. */
const batchOperation = (all: readonly (WriteKind | undefined)[], collection: string | undefined): string => {
  const [first, ...others] = all;
  if (first === undefined || others.some((kind) => kind !== first)) return 'BATCH';
  if (others.length === 0) return first;
  return collection === undefined ? 'BATCH' : `BATCH ${first}`;
};

/** How the collections of a batch are named, for the metrics: where the configuration says how. */
const namings = new WeakMap<object, Naming>();

const describeWrites = (
  firestore: Firestore,
  batch: WriteBatch,
  all: readonly (WriteKind | undefined)[],
  naming: Naming,
): Description => {
  const collection = commonCollection(batch._ops.map((write) => collectionOfWrite(write, naming)));
  if (naming.collectionName !== undefined) namings.set(batch, naming);
  const description = describe(firestore, batchOperation(all, collection), collection);
  // The conventions call it a batch from two operations on; an empty one is a batch of none.
  if (all.length !== 1) description.attributes['db.operation.batch.size'] = all.length;
  Object.assign(
    description.attributes,
    tally(all, (kind) => `gcp.firestore.writes.${kind}`),
  );
  return description;
};

export const onBatch = (batch: WriteBatch, _: unknown, __: string, naming: Naming): Description =>
  describeWrites(batch._firestore, batch, kindsOf(batch), naming);

export const batchWritten = (_: unknown, batch: WriteBatch): Attributes => tally(kindsOf(batch), billedAs);

/** One write by a method of DocumentReference or CollectionReference. */
export const written = (): Attributes => ({ [BILLED_WRITES]: 1 });
export const deleted = (): Attributes => ({ [BILLED_DELETES]: 1 });

/** `Firestore.request(method)`: how a transaction rolls back. */
export const isRollback = (_: unknown, [method]: readonly unknown[]): boolean => method === 'rollback';

/** Whether a commit sends anything. Since 7.7 a transaction without reads or writes does not, nor a read-only one. */
export const commits = (transaction: Transaction): boolean => {
  const { _writeBatch: batch, _maxAttempts: maxAttempts, _transactionIdPromise: id } = transaction;
  if (maxAttempts === undefined) return true;
  return batch !== undefined && (id !== undefined || batch._ops.length > 0);
};

/** The commit of a transaction: named so, whatever it writes. */
export const onCommit = (
  { _firestore: firestore, _writeBatch: batch }: Transaction,
  _: unknown,
  __: string,
  naming: Naming,
): Description => {
  if (batch === undefined) return describe(firestore, 'commit', undefined);
  const description = describeWrites(firestore, batch, kindsOf(batch), naming);
  Object.assign(description.attributes, { 'db.operation.name': 'commit', 'db.query.summary': 'commit' });
  return { ...description, operation: 'commit', name: 'commit' };
};

export const committed = (_: unknown, { _writeBatch: batch }: Transaction): Attributes =>
  batch === undefined ? {} : batchWritten(undefined, batch);

/** Where the writes of a BulkWriter were asked for: by the callback that queues one, then by the write itself. */
const origins = new WeakMap<object, Context>();

/** `BulkWriter._enqueue(ref, kind, queue)`: the application asks for a write. */
export const remembersCaller: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [, , queue] = args as [unknown, unknown, object];
      if (engine.enabled) engine.aside(() => origins.set(queue, context.active()));
      return original.apply(this, args);
    },
  }).step;

/** `BulkWriter._sendFn(queue, write)`: the write goes into a batch, at once, from the buffer, or once more. */
export const handsOnCaller: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [queue, write] = args as [object, object];
      const origin = origins.get(queue);
      if (origin !== undefined) engine.aside(() => origins.set(write, origin));
      return original.apply(this, args);
    },
  }).step;

export function* callersOf({ pendingOps: writes }: BulkCommitBatch): Iterable<Context> {
  for (const write of writes) {
    const origin = origins.get(write);
    if (origin !== undefined) yield origin;
  }
}

export const onBulkBatch = (batch: BulkCommitBatch, _: unknown, __: string, naming: Naming): Description =>
  describeWrites(
    batch._firestore,
    batch,
    batch.pendingOps.map(({ type }) => type),
    naming,
  );

export const bulkRetries = ({ pendingOps: writes }: BulkCommitBatch): Attributes => ({
  [RETRIES]: writes.filter(({ failedAttempts }) => failedAttempts > 0).length,
});

/** What the batch's steps have counted replaces this. */
export const bulkWritten = (): Attributes => ({ [FAILED]: 0 });

export const treeDeleted = (): Attributes => ({ [DELETED]: 0 });

/** Writes of a BulkWriter that failed. */
const failures = new WeakSet<object>();

type Batch = WriteBatch | Transaction;

export const isBatch = (target: unknown): target is Batch =>
  typeof target === 'object' && target !== null && ('_ops' in target || '_writeBatch' in target);

/** The writes that are billed, each with its collection: a batch over several has none for its attributes. */
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

interface BulkResponse {
  readonly status?: readonly { readonly code?: number }[];
}

/** Counts what became of the writes of a batch, each for itself, and those of a recursive delete in that too. */
const countResults = (
  engine: Engine,
  call: Call,
  batch: BulkCommitBatch,
  writes: BulkCommitBatch['pendingOps'],
  { status = [] }: BulkResponse,
): void => {
  for (const [index, write] of writes.entries()) {
    if ((status[index]?.code ?? 0) !== 0) {
      call.count(FAILED);
      failures.add(batch._ops[index] ?? write);
      continue;
    }
    call.count(billedAs(write.type));
    const origin = origins.get(write);
    const asker = origin === undefined ? undefined : engine.callIn(origin);
    if (asker?.operation.operation === 'recursive_delete') asker.count(DELETED);
  }
};

/**
 * `WriteBatch._commit()`: sends the writes. A BulkWriter hides from its own callers what became of a batch, so it is
 * read here: each write's result, and the failure of the request as a whole.
 */
export const tellsBulkResults: Wrapper = (engine, original) =>
  ({
    step(this: BulkCommitBatch, ...args: unknown[]): unknown {
      if (!engine.enabled || this.pendingOps === undefined) return original.apply(this, args);
      const call = engine.callIn(context.active());
      const sent = original.apply(this, args) as Promise<BulkResponse>;
      if (call?.target !== this) return sent;
      const writes = [...this.pendingOps];
      return sent.then(
        (response) => {
          engine.aside(() => countResults(engine, call, this, writes, response));
          return response;
        },
        (error: unknown) => {
          for (const _ of writes) call.count(FAILED);
          call.fail(error);
          throw error;
        },
      );
    },
  }).step;
