/**
 * BulkWriter, which sends queued writes later, in its own batches, and retries them. Also recursive delete, which the
 * client implements with a BulkWriter.
 */
import { type Context, context } from '@opentelemetry/api';
import type { Attributes, Call, Description, Engine, Wrapper } from '@gcp-otel/shared';
import * as billing from './billing';
import type { BulkCommitBatch, DocumentReference, Firestore, Query } from './client';
import { collectionOfPath, collectionOfQuery, type Naming } from './collections';
import { describe as describeTarget } from './target';
import { billedAs, describeWrites, failures } from './writes';

const FAILED = 'gcp.firestore.bulk_writer.failed';
const RETRIES = 'gcp.firestore.bulk_writer.retries';
const DELETED = 'gcp.firestore.documents.deleted';

/**
 * The context in which each write was queued. The key is first the callback that queues the write, because the write
 * does not exist yet, then the write itself.
 */
const origins = new WeakMap<object, Context>();

/** Wraps `BulkWriter._enqueue(ref, kind, queue)`, which runs when the application queues a write. */
export const rememberCaller: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [, , queue] = args as [unknown, unknown, object];
      if (engine.enabled) engine.runSafely(() => origins.set(queue, context.active()));
      return original.apply(this, args);
    },
  }).step;

/** Wraps `BulkWriter._sendFn(queue, write)`, which adds the write to a batch: at once, from the buffer, or as a retry. */
export const handOnCaller: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [queue, write] = args as [object, object];
      const origin = origins.get(queue);
      if (origin !== undefined) engine.runSafely(() => origins.set(write, origin));
      return original.apply(this, args);
    },
  }).step;

/** The contexts that a batch's span links to: those in which its writes were queued. */
export function* callersOf({ pendingOps: writes }: BulkCommitBatch): Iterable<Context> {
  for (const write of writes) {
    const origin = origins.get(write);
    if (origin !== undefined) yield origin;
  }
}

export const describe = (batch: BulkCommitBatch, _: unknown, __: string, naming: Naming): Description =>
  describeWrites(
    batch._firestore,
    batch,
    batch.pendingOps.map(({ type }) => type),
    naming,
  );

export const retries = ({ pendingOps: writes }: BulkCommitBatch): Attributes => ({
  [RETRIES]: writes.filter(({ failedAttempts }) => failedAttempts > 0).length,
});

/** What the batch's steps have counted replaces this. */
export const written = (_: unknown, __: unknown, call: Call): Attributes => ({
  [FAILED]: 0,
  ...billing.ofCountedWrites(call),
});

export const describeTree = (
  firestore: Firestore,
  [reference]: readonly [DocumentReference | Query],
  operation: string,
  naming: Naming,
): Description =>
  describeTarget(
    firestore,
    operation,
    '_queryOptions' in reference
      ? collectionOfQuery(reference, naming)
      : collectionOfPath(reference._path, naming),
  );

export const treeDeleted = (): Attributes => ({ [DELETED]: 0 });

interface BulkResponse {
  readonly status?: readonly { readonly code?: number }[];
}

/** Counts each write of a batch as billed or failed. Deletes of a recursive delete are also counted on its own call. */
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
    if (billing.isPerDocument(call)) call.count(billedAs(write.type));
    const origin = origins.get(write);
    const queuedBy = origin === undefined ? undefined : engine.callIn(origin);
    if (queuedBy?.operation.operation === 'recursive_delete') queuedBy.count(DELETED);
  }
};

/**
 * Wraps `WriteBatch._commit()`, which sends the writes. `bulkCommit()` never rejects and does not return the results,
 * so this is where the result of each write, and the failure of the whole request, can be read.
 */
export const countBulkResults: Wrapper = (engine, original) =>
  ({
    step(this: BulkCommitBatch, ...args: unknown[]): unknown {
      if (!engine.enabled || this.pendingOps === undefined) return original.apply(this, args);
      const call = engine.callIn(context.active());
      const sent = original.apply(this, args) as Promise<BulkResponse>;
      if (call?.target !== this) return sent;
      const writes = [...this.pendingOps];
      return sent.then(
        (response) => {
          engine.runSafely(() => countResults(engine, call, this, writes, response));
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
