/**
 * BulkWriter: it sends writes in batches of its own making, some time after they were asked for, and tries them again.
 * Also the recursive delete, which the client does by one.
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

/** Where the writes of a BulkWriter were asked for: by the callback that queues one, then by the write itself. */
const origins = new WeakMap<object, Context>();

/** `BulkWriter._enqueue(ref, kind, queue)`: the application asks for a write. */
export const rememberCaller: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [, , queue] = args as [unknown, unknown, object];
      if (engine.enabled) engine.runSafely(() => origins.set(queue, context.active()));
      return original.apply(this, args);
    },
  }).step;

/** `BulkWriter._sendFn(queue, write)`: the write goes into a batch, at once, from the buffer, or once more. */
export const handOnCaller: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [queue, write] = args as [object, object];
      const origin = origins.get(queue);
      if (origin !== undefined) engine.runSafely(() => origins.set(write, origin));
      return original.apply(this, args);
    },
  }).step;

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
    if (billing.isPerDocument(call)) call.count(billedAs(write.type));
    const origin = origins.get(write);
    const asker = origin === undefined ? undefined : engine.callIn(origin);
    if (asker?.operation.operation === 'recursive_delete') asker.count(DELETED);
  }
};

/**
 * `WriteBatch._commit()`: sends the writes. A BulkWriter hides from its own callers what became of a batch, so it is
 * read here: each write's result, and the failure of the request as a whole.
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
