import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Query } from '@google-cloud/firestore';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { client, consumed, firestore, impatient, left, listened, plugin, telemetry } from './support';

// Each rule is one of https://firebase.google.com/docs/firestore/pricing; the servers say what they have sent.

const COUNTER = 'gcp.firestore.client.billing.operations';
type Labels = { readonly [label: string]: unknown };

/** What the spans say, by name; and the counter, which has to say the same. */
const billed = async () => {
  const spans = telemetry
    .finished()
    .map(({ name, attributes }) => [name, attributes] as const)
    .filter(([, attributes]) => attributes['gcp.firestore.billing.precision'] !== undefined)
    .map(([name, attributes]) => [
      name,
      attributes['gcp.firestore.billing.reads'],
      attributes['gcp.firestore.billing.precision'],
    ]);
  const points = await telemetry.points(COUNTER);
  telemetry.take();
  const counted = points
    .filter(({ attributes }) => (attributes as Labels)['gcp.firestore.billing.kind'] === 'read')
    .reduce((sum, { value }) => sum + value, 0);
  return { spans, counted };
};

beforeEach(() => plugin.setConfig({}));
afterEach(async () => void (await billed()));
afterAll(async () => {
  await firestore.terminate();
  stopTelemetry();
});

const of = (path: string): Query => firestore.collection(path);
const documents = (...ids: string[]) => ids.map((id) => firestore.doc(`users/${id}`));
const { AggregateField } = client;

test.each<[rule: string, make: () => unknown, name: string, reads: number, precision: 'exact' | 'at_least']>([
  [
    'a count, for each 1000 index entries',
    () => of('rows_2500').count().get(),
    'count rows_2500',
    3,
    'at_least',
  ],
  ['a count of few', () => of('rows_7').count().get(), 'count rows_7', 1, 'at_least'],
  [
    'a sum, of which no number of entries is told',
    () =>
      of('rows_2500')
        .aggregate({ total: AggregateField.sum('a') })
        .get(),
    'aggregate rows_2500',
    1,
    'at_least',
  ],
  [
    'a sum beside a count, by that',
    () =>
      of('rows_2500')
        .aggregate({ total: AggregateField.sum('a'), all: AggregateField.count() })
        .get(),
    'aggregate rows_2500',
    3,
    'at_least',
  ],
  [
    'a count in a transaction',
    () => firestore.runTransaction((tx) => tx.get(of('rows_2500').count()), { readOnly: true }),
    'count rows_2500',
    3,
    'at_least',
  ],
  ['documents before an offset', () => of('rows_10').offset(1000).get(), 'query rows_10', 1010, 'exact'],
  [
    'documents before an offset, in a transaction',
    () => firestore.runTransaction((tx) => tx.get(of('rows_10').offset(1000)), { readOnly: true }),
    'query rows_10',
    1010,
    'exact',
  ],
  [
    'an offset that the server does not tell of',
    () => of('skips_none').offset(9).get(),
    'query skips_none',
    3,
    'at_least',
  ],
  [
    'a vector search, whose index entries are not told',
    () =>
      (of('users') as ReturnType<typeof firestore.collection>)
        .findNearest({ vectorField: 'v', queryVector: [1], limit: 3, distanceMeasure: 'COSINE' })
        .get(),
    'find_nearest users',
    3,
    'at_least',
  ],
  [
    'two fields that are compared by their order',
    () => of('users').where('a', '>', 1).where('b', '<', 2).get(),
    'query users',
    4,
    'at_least',
  ],
  [
    'one field in a range',
    () => of('users').where('a', '>', 1).where('a', '<', 9).get(),
    'query users',
    3,
    'exact',
  ],
  ['a query of nothing', () => of('rows_0').get(), 'query rows_0', 1, 'exact'],
  [
    'a query that fails behind its last document, and is asked again for the rest: a query of nothing',
    () => firestore.collection(`shops/midstream_unavailable_once-${process.pid}/rows_3`).get(),
    'query shops/{id}/rows_3',
    4,
    'exact',
  ],
  [
    'a document that is asked for three times',
    () => firestore.getAll(...documents('a', 'a', 'a')),
    'get_all users',
    1,
    'exact',
  ],
  [
    'documents that are missing',
    () => firestore.getAll(...documents('a', 'missing')),
    'get_all users',
    2,
    'exact',
  ],
  [
    'each request of a list of collections',
    () => firestore.doc('users/pages_3').listCollections(),
    'list_collections users',
    3,
    'exact',
  ],
  [
    'each request for partitions',
    () => consumed(firestore.collectionGroup('pages_2').getPartitions(5)),
    'partition_query pages_2',
    2,
    'exact',
  ],
  [
    'a request for partitions that is refused once, and sent again',
    () => consumed(firestore.collectionGroup(`unavailable_once-${process.pid}`).getPartitions(5)),
    `partition_query unavailable_once-${process.pid}`,
    1,
    'exact',
  ],
  [
    'a stream that is left',
    () => left(impatient.collection('rows_2500'), 3),
    'query rows_2500',
    3,
    'at_least',
  ],
  [
    'a list of references',
    () => firestore.collection('pages_2').listDocuments(),
    'list_documents pages_2',
    4,
    'at_least',
  ],
])('%s', async (_, make, name, reads, precision) => {
  await make();
  await setTimeout(20);
  const { spans, counted } = await billed();
  const [span] = spans.filter(([told]) => told === name);
  // What is on its way when a stream is left has been read, too: of that, the test knows the least.
  const seen =
    precision === 'at_least' && Number(span?.[1]) > reads && name === 'query rows_2500' ? reads : span?.[1];
  expect([name, seen, span?.[2]]).toEqual([name, reads, precision]);
  expect(counted).toBe(spans.reduce((sum, [, told]) => sum + Number(told ?? 0), 0));
});

describe('what had been read before a failure', () => {
  test.each([
    ['a query', () => of('midstream_permission_denied').get(), 'query midstream_permission_denied', 3],
    [
      'a stream',
      () => consumed(of('midstream_permission_denied').stream() as AsyncIterable<unknown>),
      'query midstream_permission_denied',
      3,
    ],
  ])('%s', async (_, make, name, reads) => {
    await expect(make()).rejects.toThrow('PERMISSION_DENIED');
    expect(await billed()).toEqual({ spans: [[name, reads, 'at_least']], counted: reads });
  });

  test('nothing, where the request was refused', async () => {
    await expect(of('permission_denied').get()).rejects.toThrow('PERMISSION_DENIED');
    expect(await billed()).toEqual({ spans: [], counted: 0 });
  });
});

test.each([
  ['a document changes', 'users', 3, 1, 'exact'],
  ['a document leaves the query, because it changed', 'leaves', 3, 1, 'exact'],
  ['a document is deleted', 'deleted', 3, 0, 'exact'],
  ['a document is gone, and nobody says why', 'removed', 3, 0, 'at_least'],
  ['the server sends all of them again', 'watch_reset', 3, 3, 'exact'],
] as const)('a listener: %s', async (_, collection, first, later, precision) => {
  await listened(of(collection));
  const { spans, counted } = await billed();
  expect(spans).toEqual([
    [`listen ${collection}`, first, 'exact'],
    [`snapshot ${collection}`, later, precision],
  ]);
  expect(counted).toBe(first + later);
});

test('of an Enterprise database nothing is counted: its units depend on what no client sees', async () => {
  plugin.setConfig({ edition: 'enterprise' });
  await firestore.doc('users/a').get();
  await of('users').get();
  await firestore.doc('users/a').set({});
  await firestore.batch().set(firestore.doc('users/a'), {}).set(firestore.doc('orders/a'), {}).commit();
  const writer = firestore.bulkWriter();
  void writer.set(firestore.doc('users/b'), {});
  await writer.close();
  const told = telemetry.finished().flatMap(({ attributes }) => Object.keys(attributes));
  expect(told.filter((name) => name.includes('.billing.'))).toEqual([]);
  expect(await telemetry.points(COUNTER)).toEqual([]);
});

test('the first call of a client counts for its project, which is not known before', async () => {
  const { projectId: _, ...settings } = { projectId: 'demo' };
  const other = new client.Firestore(settings);
  process.env['GOOGLE_CLOUD_PROJECT'] = 'demo';
  try {
    await other.doc('users/a').get();
    await other.doc('users/a').get();
    const points = await telemetry.points(COUNTER);
    expect(points.map(({ attributes, value }) => [(attributes as Labels)['db.namespace'], value])).toEqual([
      ['demo|(default)', 2],
    ]);
  } finally {
    await other.terminate();
  }
});

test('whose cost it is: metricAttributes for all metrics, billingAttributes for what is billed', async () => {
  plugin.setConfig({
    metricAttributes: ({ operation }) => ({ tenant: 'acme', by: operation, 'db.namespace': 'not theirs' }),
    billingAttributes: () => ({ 'http.route': '/orders', long: 'x'.repeat(200) }),
  });
  await firestore.doc('users/a').get();
  const [billedPoint] = await telemetry.points(COUNTER);
  expect(billedPoint?.attributes).toEqual({
    tenant: 'acme',
    by: 'get',
    'http.route': '/orders',
    long: 'x'.repeat(128),
    'db.collection.name': 'users',
    'db.namespace': 'demo|(default)',
    'db.operation.name': 'get',
    'gcp.firestore.billing.kind': 'read',
    'gcp.firestore.billing.precision': 'exact',
  });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no tenant');
    },
    [expect.stringContaining('metricAttributes of the configuration threw')],
  ],
  ['gives a thousand', () => Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`k${n}`, n])), []],
  ['gives nothing', () => undefined, []],
])('a metricAttributes that %s costs no more than itself', async (_, metricAttributes, warnings) => {
  telemetry.warnings();
  plugin.setConfig({ metricAttributes });
  await firestore.doc('users/a').get();
  const [point] = await telemetry.points(COUNTER);
  expect(Object.keys(point!.attributes).filter((name) => /^k\d/.test(name)).length).toBeLessThanOrEqual(8);
  expect(point?.value).toBe(1);
  expect(telemetry.warnings()).toEqual(warnings);
});
