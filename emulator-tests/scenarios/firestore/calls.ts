import type { Query, Transaction } from '@google-cloud/firestore';
import type { Call, Calls, Listeners, Made, Names } from '../../suites/calls.ts';
import type { Kit } from './kit.ts';

const document = ({ database }: Kit, { id }: Names) => database.doc(`orders/${id}`);
const collection = ({ database }: Kit, { id }: Names) => database.collection(`shops/${id}/rows_5`);
const data = ({ field, value }: Names) => ({ [field.split('.')[0]!]: value, nested: { [field]: value } });

const filtered = (kit: Kit, names: Names): Query =>
  collection(kit, names)
    .where(names.field, '>=', names.value)
    .orderBy(names.field)
    .startAt(names.value)
    .select(names.field);
/** Not ordered: the client orders a listener's documents itself, by fields that they then must have. */
const matching = (kit: Kit, names: Names) => collection(kit, names).where(names.field, '==', names.value);
const nearest = (kit: Kit, names: Names) =>
  collection(kit, names).findNearest({
    vectorField: names.field,
    queryVector: [0.5, names.value.length],
    limit: 3,
    distanceMeasure: 'COSINE',
  });
const totals = (kit: Kit, names: Names) =>
  filtered(kit, names).aggregate({ total: kit.client.AggregateField.sum(names.field) });
const pipeline = ({ client: { Pipelines }, database }: Kit, { id, field, value }: Names) =>
  database
    .pipeline()
    .collection(`shops/${id}/rows_5`)
    .where(Pipelines.equal(Pipelines.field(field), value));

type On<Target> = (kit: Kit, names: Names) => Target;
type Args = (kit: Kit, names: Names, listeners: Listeners) => unknown[];

/** A call of `method` on what `on` gives. */
const call =
  (returns: Call<Kit>['returns']) =>
  (on: On<object>, method: string, args: Args = () => []): Call<Kit> => ({
    returns,
    make: (kit, names, listeners) => ({ target: on(kit, names), method, args: args(kit, names, listeners) }),
  });
const promise = call('promise');
const stream = call('stream');
const iterator = call('iterator');
const subscription = call('subscription');

const transaction = (
  body: (transaction: Transaction, kit: Kit, names: Names) => Promise<unknown>,
  ...options: unknown[]
) =>
  promise(
    ({ database }) => database,
    'runTransaction',
    (kit, names) => [(started: Transaction) => body(started, kit, names), ...options],
  );

const batch: On<object> = (kit, names) =>
  kit.database
    .batch()
    .set(document(kit, names), data(names))
    .create(document(kit, names).collection('lines').doc(names.id), data(names))
    .update(document(kit, names), names.field, names.value)
    .delete(document(kit, names));

const bulkWrite: Call<Kit> = {
  returns: 'promise',
  batched: true,
  make(kit, names): Made {
    const writer = kit.database.bulkWriter();
    return {
      target: writer,
      method: 'set',
      args: [document(kit, names), data(names)],
      after: () => writer.close(),
    };
  },
};

const listeners: Args = (_kit, _names, { hear, fail }) => [hear, fail];
const analyzed: Args = () => [{ analyze: true }];

/** Firestore's public calls, those that read, list and write. */
export const calls: Calls<Kit> = {
  'doc.get': promise(document, 'get'),
  'doc.create': promise(document, 'create', (_, names) => [data(names)]),
  'doc.set': promise(document, 'set', (_, names) => [data(names), { merge: true }]),
  'doc.update': promise(document, 'update', (_, { field, value }) => [field, value]),
  'doc.delete': promise(document, 'delete'),
  'doc.listCollections': promise(document, 'listCollections'),
  'doc.onSnapshot': subscription(document, 'onSnapshot', listeners),
  'col.add': promise(collection, 'add', (_, names) => [data(names)]),
  'col.listDocuments': promise(collection, 'listDocuments'),
  'query.get': promise(filtered, 'get'),
  'query.stream': stream(filtered, 'stream'),
  'query.explain': promise(filtered, 'explain', analyzed),
  'query.explainStream': stream(filtered, 'explainStream', analyzed),
  'query.onSnapshot': subscription(matching, 'onSnapshot', listeners),
  'count.get': promise((kit, names) => filtered(kit, names).count(), 'get'),
  'aggregate.get': promise(totals, 'get'),
  'aggregate.explain': promise(totals, 'explain', analyzed),
  'vector.get': promise(nearest, 'get'),
  'vector.explain': promise(nearest, 'explain', analyzed),
  'group.getPartitions': iterator(
    ({ database }, { group }) => database.collectionGroup(group),
    'getPartitions',
    () => [4],
  ),
  'firestore.getAll': promise(
    ({ database }) => database,
    'getAll',
    (kit, names) => [
      ...['a', 'b', 'c', 'd'].map((id) => kit.database.doc(`shops/${names.id}/orders/${id}`)),
      { fieldMask: [names.field] },
    ],
  ),
  'firestore.listCollections': promise(({ database }) => database, 'listCollections'),
  'firestore.recursiveDelete': promise(
    ({ database }) => database,
    'recursiveDelete',
    // A writer of its own: the client's is shared, and remembers failures.
    (kit, names) => [collection(kit, names), kit.database.bulkWriter()],
  ),
  'batch.commit': promise(batch, 'commit'),
  'bulkWriter.set': bulkWrite,
  'pipeline.execute': promise(pipeline, 'execute'),
  'pipeline.stream': stream(pipeline, 'stream'),
  'transaction: reads and writes': transaction(async (started, kit, names) => {
    await started.get(document(kit, names));
    await started.get(filtered(kit, names));
    started.set(document(kit, names), data(names));
  }),
  'transaction: only reads': transaction(
    async (started, kit, names) => {
      await started.getAll(document(kit, names));
      await started.get(totals(kit, names));
      await started.execute(pipeline(kit, names));
    },
    { readOnly: true },
  ),
  'transaction: fails by itself': transaction(async (started, kit, names) => {
    await started.get(document(kit, names));
    throw new RangeError(`no such thing: ${names.value}`);
  }),
};
