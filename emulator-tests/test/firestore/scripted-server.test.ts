import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Firestore, type Query } from '@google-cloud/firestore';
import { startScripted, type ScriptedBackend } from '../../emulators/index.ts';

let backend: ScriptedBackend;
let database: Firestore;

beforeAll(async () => {
  backend = await startScripted('firestore');
  database = new Firestore({ projectId: 'demo-scripted', host: backend.host, ssl: false });
});

beforeEach(() => backend.reset());

afterAll(async () => {
  await database.terminate();
  await backend.stop();
});

const methods = async () => (await backend.requests()).map(({ method }) => method);
const size = async (query: Query) => (await query.get()).size;

const set = (id: string) => database.doc(`orders/${id}`).set({});
const codeOf = (id: string) =>
  set(id).then(
    () => 0,
    (error: { code: number }) => error.code,
  );

/** The codes of a bulk write with this id, and of a fine one beside it. */
const bulkCodesOf = async (id: string) => {
  const writer = database.bulkWriter();
  const codes = [id, 'fine'].map((name) =>
    writer.set(database.doc(`orders/${name}`), {}).then(
      () => 0,
      (error: { code: number }) => error.code,
    ),
  );
  await writer.close();
  return Promise.all(codes);
};

const sizesOfChanges = (collection: string) =>
  new Promise<number[]>((resolve, reject) => {
    const sizes: number[] = [];
    const stop = database.collection(collection).onSnapshot((snapshot) => {
      sizes.push(snapshot.docChanges().length);
      if (sizes.length === 2) resolve((stop(), sizes));
    }, reject);
  });

test('a commit is aborted twice', async () => {
  let attempts = 0;
  await database.runTransaction(async (transaction) => {
    attempts++;
    const { ref } = await transaction.get(database.doc('orders/aborted_2'));
    transaction.set(ref, {});
  });
  expect(attempts).toBe(3);
  expect((await methods()).filter((method) => method === 'Commit')).toHaveLength(3);
});

test('faults strike each id apart, and again after a reset', async () => {
  expect([
    await codeOf('not_found_once'),
    await codeOf('not_found_once'),
    await codeOf('not_found_once-b'),
  ]).toEqual([5, 0, 5]);
  await backend.reset();
  expect(await codeOf('not_found_once')).toBe(5);
});

test("an error's message tells the document's name, as the real server's does", async () => {
  await expect(database.doc('users/not_found-alice').update({ a: 1 })).rejects.toThrow(
    'No document to update: projects/demo-scripted/databases/(default)/documents/users/not_found-alice',
  );
  await expect(database.doc('users/permission_denied-alice').set({})).rejects.toMatchObject({ code: 7 });
});

test('a stream fails after three rows: once, and for good', async () => {
  expect(await size(database.collection('shops/rows_5/midstream_unavailable_once'))).toBe(5);
  expect(await methods()).toEqual(['RunQuery', 'RunQuery']);
  await expect(size(database.collection('midstream_permission_denied'))).rejects.toMatchObject({ code: 7 });
});

test('a dropped connection is survived', async () => {
  expect(await size(database.collection('reset_once'))).toBe(3);
  expect(await methods()).toEqual(['RunQuery', 'RunQuery']);
});

test('few rows, many rows, many pages', async () => {
  expect(await size(database.collection('rows_0'))).toBe(0);
  expect(await size(database.collection('rows_1500'))).toBe(1_500);
  expect(await database.collection('pages_3').listDocuments()).toHaveLength(6);
  expect(await database.doc('shops/pages_2').listCollections()).toHaveLength(4);
  let partitions = 0;
  for await (const _ of database.collectionGroup('pages_2').getPartitions(9)) partitions++;
  expect(partitions).toBe(5);
});

test('explain: the plan alone, and with what it took', async () => {
  const query = database.collection('orders');
  expect(await query.explain()).toMatchObject({ metrics: { executionStats: null }, snapshot: null });
  expect(await query.explain({ analyze: true })).toMatchObject({
    metrics: {
      planSummary: { indexesUsed: [{ query_scope: 'Collection' }] },
      executionStats: { readOperations: 3 },
    },
    snapshot: { size: 3 },
  });
});

test('pipelines', async () => {
  const { results } = await database.pipeline().collection('orders').execute();
  expect(results.map(({ id }) => id)).toEqual(['row1', 'row2', 'row3']);
});

test('a bulk write fails by itself, or with its whole request', async () => {
  expect(await bulkCodesOf('permission_denied')).toEqual([7, 0]);
  expect(await bulkCodesOf('request_permission_denied')).toEqual([7, 7]);
});

test('a listener gets a change, also after its stream failed twice; a denied one an error', async () => {
  expect(await sizesOfChanges('orders')).toEqual([3, 1]);
  await backend.reset();
  expect(await sizesOfChanges('unavailable_2')).toEqual([3, 1]);
  expect(await methods()).toEqual(['Listen', 'Listen', 'Listen']);
  await expect(sizesOfChanges('permission_denied')).rejects.toThrow('Error 7');
});
