import type { Firestore } from '@google-cloud/firestore';
import type { SeenSpan } from '../../../../shared/test/telemetry';
import { caseList } from '../../../../shared/test/cases';
import { attribute, call, firestore, internal, orders, rows, text, users, writes } from '../support';

const { cases, calls } = caseList();

for (const [method, run] of [
  ['create', () => users().doc('u1').create({ a: 1 })],
  ['set', () => users().doc('u1').set({ a: 1 }, { merge: true })],
  ['update', () => users().doc('u1').update({ a: 1 })],
] as const)
  calls(
    `DocumentReference.${method}`,
    method,
    run,
    call(method, 'users', attribute({ 'billing.writes': 1, 'billing.precision': 'exact' })),
  );
calls(
  'DocumentReference.delete',
  'delete',
  () => users().doc('u1').delete(),
  call('delete', 'users', attribute({ 'billing.deletes': 1, 'billing.precision': 'exact' })),
);
calls(
  'CollectionReference.add',
  'add',
  () => users().add({ a: 1 }),
  call('add', 'users', attribute({ 'billing.writes': 1, 'billing.precision': 'exact' })),
);
const batched = (queue: (batch: ReturnType<Firestore['batch']>) => unknown) => () => {
  const batch = firestore.batch();
  queue(batch);
  return batch.commit();
};
const batchOf = (
  name: string,
  collection: string | undefined,
  size: number,
  kinds: { [kind: string]: number },
): SeenSpan => {
  const { delete: deletes = 0, ...written } = kinds;
  const total = Object.values(written).reduce((sum, count) => sum + count, 0);
  return call(
    name,
    collection,
    size === 1 ? {} : { 'db.operation.batch.size': size },
    writes(kinds),
    attribute({
      ...(total > 0 && { 'billing.writes': total }),
      ...(deletes > 0 && { 'billing.deletes': deletes }),
      ...(total + deletes > 0 && { 'billing.precision': 'exact' }),
    }),
  );
};
calls(
  'WriteBatch.commit',
  'one kind',
  batched((batch) => batch.set(users().doc('a'), {}).set(users().doc('b'), {})),
  batchOf('BATCH set', 'users', 2, { set: 2 }),
);
calls(
  'WriteBatch.commit',
  'several kinds',
  batched((batch) =>
    batch.create(users().doc('a'), {}).update(users().doc('b'), { a: 1 }).delete(users().doc('c')),
  ),
  batchOf('BATCH', 'users', 3, { create: 1, update: 1, delete: 1 }),
);
calls(
  'WriteBatch.commit',
  'several collections',
  batched((batch) => batch.set(users().doc('a'), {}).set(orders().doc('b'), {})),
  batchOf('BATCH', undefined, 2, { set: 2 }),
);
calls(
  'WriteBatch.commit',
  'one write',
  batched((batch) => batch.update(users().doc('a'), { a: 1 })),
  batchOf('update', 'users', 1, { update: 1 }),
);
calls(
  'WriteBatch.commit',
  'nothing',
  batched(() => {}),
  batchOf('BATCH', undefined, 0, {}),
);
const bulk = (kind: string, size: number, links: number): SeenSpan => ({
  ...call(
    `BATCH ${kind}`,
    'users',
    { 'db.operation.batch.size': size },
    writes({ [kind]: size }),
    attribute({
      'bulk_writer.failed': 0,
      'bulk_writer.retries': 0,
      ...(kind === 'delete' ? { 'billing.deletes': size } : { 'billing.writes': size }),
      'billing.precision': 'exact',
    }),
  ),
  ...(links > 0 && { links }),
});
calls(
  'BulkCommitBatch.bulkCommit',
  'two batches',
  async () => {
    const writer = firestore.bulkWriter();
    for (let index = 0; index < 25; index++) void writer.set(users().doc(`u${index}`), {});
    await writer.close();
  },
  bulk('set', 20, 0),
  bulk('set', 5, 0),
);
calls(
  'Firestore.recursiveDelete',
  'of a collection',
  () => firestore.recursiveDelete(users()),
  internal('recursive_delete', 'users', attribute({ 'documents.deleted': 3 }), [
    call(
      'query',
      'users',
      rows(3),
      text('SELECT __name__ FROM users WHERE __name__ >= ? AND __name__ < ? LIMIT ?'),
    ),
    bulk('delete', 3, 1),
  ]),
);

export const writeCases = cases;
