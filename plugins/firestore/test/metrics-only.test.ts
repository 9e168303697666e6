import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { firestore, plugin, telemetry } from './support';

afterAll(async () => {
  await firestore.terminate();
  stopTelemetry();
});

beforeAll(() => {
  trace.disable();
  context.disable();
  plugin.setTracerProvider(trace.getTracerProvider());
});

/** Every method that calls other public methods of the client, and some that do not. */
test('without spans and without a context manager: one measurement per call', async () => {
  const users = firestore.collection('users');
  await users.doc('u1').get();
  await users.doc('u1').set({ a: 1 });
  await users.add({ a: 1 });
  await firestore.batch().set(users.doc('a'), {}).delete(users.doc('b')).commit();
  await users.get();
  await firestore.listCollections();
  const writer = firestore.bulkWriter();
  void writer.set(users.doc('c'), {});
  void writer.delete(users.doc('d'));
  await writer.close();
  await firestore.runTransaction(async (tx) => void tx.create((await tx.get(users.doc('u1'))).ref, {}));

  const counted = (await telemetry.points('db.client.operation.duration')).map(({ attributes, value }) => [
    (attributes as { 'db.query.summary': string })['db.query.summary'],
    value,
  ]);
  expect(Object.fromEntries(counted)).toEqual({
    'get users': 2,
    'set users': 1,
    'add users': 1,
    'BATCH users': 2,
    'query users': 1,
    list_collections: 1,
    transaction: 1,
    commit: 1,
  });
});

test('what a BulkWriter has written is billed', async () => {
  const users = firestore.collection('users');
  const writer = firestore.bulkWriter();
  for (const id of ['a', 'b', 'not_found']) void writer.set(users.doc(id), {}).catch(() => {});
  void writer.delete(users.doc('d'));
  await writer.close();
  const billing = {
    'db.collection.name': 'users',
    'db.namespace': 'demo|(default)',
    'db.operation.name': 'BATCH',
    'gcp.firestore.billing.precision': 'exact',
  };
  expect(await telemetry.points('gcp.firestore.client.billing.operations')).toEqual([
    { attributes: { ...billing, 'gcp.firestore.billing.kind': 'write' }, value: 2 },
    { attributes: { ...billing, 'gcp.firestore.billing.kind': 'delete' }, value: 1 },
  ]);
});
