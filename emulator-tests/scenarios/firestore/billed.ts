import type * as firestore from '@google-cloud/firestore';
import { firestoreBill } from '../../emulators/firestore/bill.ts';
import { billed, type BilledCall, type Calls as CallsOf, type Place } from '../../suites/bill/billed.ts';
import type { Amounts } from '../../suites/bill/difference.ts';
import { consume, snapshots, type Client, type Kit } from './kit.ts';
import { frames } from './billed-frames.ts';

type Calls = CallsOf<Kit>;

/** A document whose id says what goes wrong. */
const document = ({ database }: Kit, { id }: Place) => database.doc(`orders/${id}`);
/** A collection with as many rows as the place is large. */
const rows = ({ database }: Kit, { id, size }: Place) => database.collection(`shops/${id}/rows_${size}`);
/** A count of so many is billed for more than one batch of index entries. */
const many = ({ database }: Kit, { id, size }: Place) =>
  database.collection(`shops/${id}/rows_${size * 700}`);

const reads: Calls = {
  get: (kit, place) => document(kit, place).get(),
  'get what is missing': (kit, place) => document(kit, place).collection('lines').doc('missing').get(),
  getAll: (kit, place) => {
    const one = document(kit, place);
    const more = Array.from({ length: place.size }, (_, nth) => one.collection('lines').doc(`${nth}`));
    return kit.database.getAll(one, ...more, one, one.collection('lines').doc('missing'), one);
  },
  query: (kit, place) => rows(kit, place).get(),
  'query of a few': (kit, place) => rows(kit, place).limit(2).get(),
  'query of the last': (kit, place) => rows(kit, place).orderBy('title').limitToLast(2).get(),
  'query of one field': (kit, place) => rows(kit, place).select('title').get(),
  'query behind an offset': (kit, place) => rows(kit, place).offset(place.size).limit(2).get(),
  'query behind an untold offset': ({ database }, { id, size }) =>
    database.collection(`shops/${id}/skips_none`).offset(size).get(),
  'query of a range': (kit, place) =>
    rows(kit, place).where('title', '>', 'a').where('title', '<', 'z').get(),
  'query of two ranges': (kit, place) =>
    rows(kit, place).where('title', '>', 'a').where('version', '>', 0).get(),
  stream: (kit, place) => consume(rows(kit, place).stream()),
  'stream behind an offset': (kit, place) => consume(rows(kit, place).offset(2).stream()),
  count: (kit, place) => many(kit, place).count().get(),
  sum: (kit, place) =>
    many(kit, place)
      .aggregate({ total: kit.client.AggregateField.sum('version') })
      .get(),
  'sum and count': (kit, place) => {
    const { AggregateField } = kit.client;
    return many(kit, place)
      .aggregate({ total: AggregateField.sum('version'), all: AggregateField.count() })
      .get();
  },
  findNearest: ({ database }, { size }) =>
    database
      .collection(`shops/fine/rows_${size}`)
      .findNearest({ vectorField: 'v', queryVector: [1, 2], limit: 3, distanceMeasure: 'COSINE' })
      .get(),
  plan: (kit, place) => rows(kit, place).explain(),
  explain: (kit, place) => rows(kit, place).explain({ analyze: true }),
  explainStream: (kit, place) => consume(rows(kit, place).explainStream({ analyze: true })),
  'explain a count': (kit, place) => many(kit, place).count().explain({ analyze: true }),
  pipeline: ({ database }, { id, size }) =>
    database.pipeline().collection(`shops/${id}/rows_${size}`).execute(),
};

const lists: Calls = {
  listDocuments: ({ database }, { id, size }) =>
    database.collection(`shops/${id}/pages_${size + 1}`).listDocuments(),
  'listCollections of a document': ({ database }, { id, size }) =>
    database.doc(`shops/${id}/shops/pages_${size + 1}`).listCollections(),
  listCollections: ({ database }) => database.listCollections(),
  getPartitions: ({ database }, { id }) => consume(database.collectionGroup(id).getPartitions(4)),
  'getPartitions in pages': ({ database, unique }, { size }) =>
    consume(database.collectionGroup(unique(`pages_${size + 1}`)).getPartitions(4)),
};

const writes: Calls = {
  create: (kit, place) => document(kit, place).create({ title: 'a' }),
  set: (kit, place) => document(kit, place).set({ title: 'a' }, { merge: true }),
  'set on the server': (kit, place) =>
    document(kit, place).set({ at: kit.client.FieldValue.serverTimestamp(), n: 1 }),
  update: (kit, place) => document(kit, place).update({ title: kit.client.FieldValue.increment(1) }),
  delete: (kit, place) => document(kit, place).delete(),
  add: (kit, place) => rows(kit, place).add({ title: 'a' }),
  batch: (kit, place) => {
    const one = document(kit, place);
    const batch = kit.database.batch().set(one, { title: 'a' }).update(one, 'title', 'b').delete(one);
    for (let nth = 0; nth < place.size; nth++)
      batch.create(one.collection(`lines${nth % 2}`).doc(), { nth }).delete(one.collection('lines').doc());
    return batch.commit();
  },
  'batch of nothing': ({ database }) => database.batch().commit(),
  recursiveDelete: (kit, place) =>
    // A writer of its own: the client's is shared, and remembers failures.
    kit.database.recursiveDelete(rows(kit, place), kit.database.bulkWriter()),
};

type Heard = firestore.DocumentReference | firestore.Query;

/** Hears as many snapshots as the server sends: there is nothing left on its way. */
const listens =
  (count: number, on: (kit: Kit, place: Place) => Heard): BilledCall<Kit> =>
  (kit, place) =>
    snapshots(count, (hear, fail) => (on(kit, place) as firestore.Query).onSnapshot(hear, fail));
const listensTo = (word: string): BilledCall<Kit> =>
  listens(2, ({ database }, { id }) => database.collection(`shops/${id}/${word}`));

const listeners: Calls = {
  'onSnapshot of a document': listens(2, document),
  'onSnapshot of a missing document': listens(1, (kit, place) =>
    document(kit, place).collection('lines').doc('missing'),
  ),
  'onSnapshot of a query': listens(2, ({ database }, { id, size }) =>
    database.collection(`shops/${id}/rows_${size + 1}`),
  ),
  'onSnapshot of nothing': listens(1, ({ database }, { id }) => database.collection(`shops/${id}/rows_0`)),
  'onSnapshot: one leaves': listensTo('leaves'),
  'onSnapshot: one is deleted': listensTo('deleted'),
  'onSnapshot: one is gone': listensTo('removed'),
  'onSnapshot: all again': listensTo('watch_reset'),
};

const onSpan = (attributes: Readonly<Record<string, unknown>>): Amounts =>
  Object.fromEntries(
    ['read', 'write', 'delete'].flatMap((kind) => {
      const amount = attributes[`gcp.firestore.billing.${kind}s`];
      return typeof amount === 'number' ? [[kind, amount]] : [];
    }),
  );

export default billed<Client, Kit>({
  prepare: (client, tools) => ({ ...tools, client, database: new client.Firestore() }),
  calls: { ...reads, ...lists, ...writes, ...listeners },
  frames,
  faults: [
    'permission_denied',
    'not_found',
    'failed_precondition',
    'unavailable_once',
    'internal_once',
    'aborted_once',
    'request_permission_denied',
    'midstream_permission_denied',
    'midstream_unavailable_once',
    'slow_first',
    'slow_rows',
  ],
  // The calls of a client share a connection.
  disruptive: ['reset_once'],
  counter: 'gcp.firestore.client.billing.operations',
  rules: firestoreBill,
  kindOf: (attributes) => String(attributes['gcp.firestore.billing.kind']),
  onSpan,
});
