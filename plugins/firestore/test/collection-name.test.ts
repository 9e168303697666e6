import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { call, client, consumed, firestore, found, plugin, rows, telemetry, text, writes } from './support';

const asked: string[] = [];

/** Each tenant has a collection: what no rule can know. */
const collectionName = (path: string): string => {
  asked.push(path);
  return path.replace(/^(?:acme|globex)(?=\/|$)/, '{tenant}');
};

const METRICS = [
  'db.client.operation.duration',
  'db.client.response.returned_rows',
  'gcp.firestore.client.billing.operations',
];

const takeAll = async () => ({
  spans: telemetry.take(),
  metrics: Object.fromEntries(
    await Promise.all(METRICS.map(async (metric) => [metric, await telemetry.points(metric)] as const)),
  ),
});

beforeEach(() => plugin.setConfig({ collectionName }));
afterEach(async () => {
  await takeAll();
  telemetry.warnings();
});
afterAll(async () => {
  await firestore.terminate();
  stopTelemetry();
});

const acme = firestore.collection('acme');
const globex = firestore.collection('globex');
const billedOf = async (kind: string) =>
  (await telemetry.points('gcp.firestore.client.billing.operations'))
    .filter(
      ({ attributes }) => (attributes as { [key: string]: string })['gcp.firestore.billing.kind'] === kind,
    )
    .map(({ attributes, value }) => [(attributes as { [key: string]: string })['db.collection.name'], value]);

test('names the collection in the span, in its text, and in what is billed', async () => {
  await acme.doc('a').get();
  await acme.doc('a').collection('orders').where('open', '==', true).get();
  expect(telemetry.take()).toEqual([
    call('get', '{tenant}', found(1)),
    call('query', '{tenant}/{id}/orders', rows(3), text('SELECT * FROM {tenant}/{id}/orders WHERE open = ?')),
  ]);
  expect(await billedOf('read')).toEqual([
    ['{tenant}', 1],
    ['{tenant}/{id}/orders', 3],
  ]);
});

test('collections of one name are one', async () => {
  await firestore.batch().set(acme.doc('a'), {}).set(globex.doc('b'), {}).commit();
  await firestore.getAll(acme.doc('a'), globex.doc('b'));
  expect(telemetry.take()).toEqual([
    call('BATCH set', '{tenant}', { 'db.operation.batch.size': 2 }, writes({ set: 2 }), {
      'gcp.firestore.billing.writes': 2,
      'gcp.firestore.billing.precision': 'exact',
    }),
    call('get_all', '{tenant}', { 'gcp.firestore.documents.requested': 2 }, found(2)),
  ]);
  expect(await billedOf('write')).toEqual([['{tenant}', 2]]);
});

test('of writes in several collections each is billed by its name', async () => {
  await firestore.batch().set(acme.doc('a'), {}).set(firestore.doc('users/b'), {}).commit();
  expect(await billedOf('write')).toEqual([
    ['{tenant}', 1],
    ['users', 1],
  ]);
});

test('no span and no metric of any call has the name that is replaced', async () => {
  const query = acme.where('a', '==', 1);
  const pipeline = firestore.pipeline();
  const calls: (() => unknown)[] = [
    () => acme.doc('a').create({}),
    () => acme.doc('a').update({ a: 1 }),
    () => acme.doc('a').delete(),
    () => acme.add({}),
    () => acme.doc('a').listCollections(),
    () => acme.listDocuments(),
    () => consumed(query.stream()),
    () => query.explain({ analyze: true }),
    () => query.count().get(),
    () => query.count().explain(),
    () => acme.findNearest('v', [1], { limit: 1, distanceMeasure: 'COSINE' }).get(),
    () => consumed(firestore.collectionGroup('acme').getPartitions(2)),
    () => firestore.recursiveDelete(acme),
    () => pipeline.collection('acme').execute(),
    () => pipeline.collectionGroup('acme').execute(),
    async () => {
      let unsubscribe = (): void => {};
      await new Promise<void>((heard, failed) => {
        unsubscribe = acme.onSnapshot(() => heard(), failed);
      });
      unsubscribe();
    },
    () =>
      firestore.runTransaction(async (tx) => {
        await tx.get(query);
        await tx.getAll(acme.doc('a'));
        await tx.get(query.count());
        tx.set(acme.doc('a'), {}).set(firestore.doc('users/u'), {});
      }),
    async () => {
      const writer = firestore.bulkWriter();
      void writer.set(acme.doc('a'), {});
      await writer.close();
    },
  ];
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that a failure has one cause
  for (const make of calls) await make();
  const { spans, metrics } = await takeAll();
  expect(spans).toHaveLength(calls.length);
  expect(JSON.stringify({ spans, metrics })).not.toContain('acme');
  expect(JSON.stringify(metrics).match(/\{tenant\}/g)?.length).toBeGreaterThan(calls.length);
});

test('is asked once for each path', async () => {
  const other = new client.Firestore({ projectId: 'demo' });
  asked.length = 0;
  const own = (path: string): string => collectionName(path);
  plugin.setConfig({ collectionName: own });
  for (const id of ['a', 'b', 'c']) await other.doc(`acme/${id}/orders/1`).get();
  expect(asked).toEqual(['acme/{id}/orders']);
  await other.terminate();
});

test.each<[string, () => unknown, string[]]>([
  ['undefined', () => undefined, []],
  [
    'a number',
    () => 7,
    ['gcp-firestore: collectionName of the configuration returned a number, not a string'],
  ],
  [
    'nothing, but throws',
    () => {
      throw new Error('no such tenant');
    },
    ['gcp-firestore: collectionName of the configuration threw; mend that function'],
  ],
])('where it returns %s, no collection is recorded', async (_, answer, warnings) => {
  plugin.setConfig({ collectionName: answer as (path: string) => string });
  await acme.doc('a').get();
  await acme.doc('a').get();
  await firestore.batch().set(acme.doc('a'), {}).set(globex.doc('b'), {}).commit();
  expect(telemetry.warnings()).toEqual(warnings.flatMap((line) => [line, line]));
  const { spans, metrics } = await takeAll();
  expect(spans.map(({ name }) => name)).toEqual(['get', 'get', 'BATCH']);
  expect(JSON.stringify({ spans, metrics })).not.toMatch(/acme|globex/);
});

test('what is no function is named in a warning, and paths stay', async () => {
  plugin.setConfig({ collectionName: '{tenant}' as never });
  await acme.doc('a').get();
  expect(telemetry.warnings()).toEqual([
    expect.stringContaining('option "collectionName" must be a function; using none'),
  ]);
  expect(telemetry.take()).toEqual([call('get', 'acme', found(1))]);
});
