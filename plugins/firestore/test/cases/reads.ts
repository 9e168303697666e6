import type { Query } from '@google-cloud/firestore';
import { caseList } from '../../../../shared/test/cases';
import {
  analyzed,
  attribute,
  call,
  client,
  consumed,
  firestore,
  found,
  orders,
  plan,
  reads,
  rows,
  text,
  users,
} from '../support';

const { cases, calls } = caseList();

calls(
  'DocumentReference.get',
  'a document that is there',
  () => users().doc('u1').get(),
  call('get', 'users', found(1)),
);
calls(
  'DocumentReference.get',
  'a document that is not',
  () => users().doc('missing').get(),
  call('get', 'users', found(0, 1)),
);
calls(
  'DocumentReference.get',
  'a document of a subcollection',
  () => orders().doc('o1').get(),
  call('get', 'users/{id}/orders', found(1)),
);
calls(
  'DocumentReference.listCollections',
  'of a document',
  () => users().doc('u1').listCollections(),
  call(
    'list_collections',
    'users',
    { 'db.response.returned_rows': 2 },
    attribute({ 'billing.reads': 1, 'billing.precision': 'exact', pages: 1 }),
  ),
);
calls(
  'CollectionReference.listDocuments',
  'two pages',
  () => firestore.collection('pages_2').listDocuments(),
  call('list_documents', 'pages_2', rows(4, 'at_least'), attribute({ pages: 2 })),
);
calls(
  'Query.get',
  'every clause',
  () =>
    users()
      .where('age', '>=', 7)
      .where(client.Filter.or(client.Filter.where('a', '==', 1), client.Filter.where('b', 'in', [1, 2])))
      .orderBy('age', 'desc')
      .startAfter(9)
      .select('name', 'roles.qMlSfsAnSYb2Emu4hRZ1Ia2VhzJ3')
      .limit(5)
      .offset(1)
      .get(),
  call(
    'query',
    'users',
    rows(3),
    // The one before the offset.
    reads(4),
    text(
      'SELECT name, roles.{id} FROM users WHERE age >= ? AND (a = ? OR b IN (?)) ORDER BY age DESC START AFTER ? LIMIT ? OFFSET ?',
    ),
  ),
);
calls(
  'Query.get',
  'nothing found',
  () => firestore.collection('rows_0').get(),
  call('query', 'rows_0', rows(0), text('SELECT * FROM rows_0')),
);
calls(
  'Query.get',
  'a collection group',
  () => firestore.collectionGroup('orders').get(),
  call('query', 'orders', rows(3), text('SELECT * FROM orders')),
);
calls(
  'Query.stream',
  'stream',
  () => consumed(users().limit(2).stream()),
  call('query', 'users', rows(2), text('SELECT * FROM users LIMIT ?')),
);
calls(
  'Query.explain',
  'analyzed',
  () => users().explain({ analyze: true }),
  call('explain', 'users', plan, analyzed(3), text('SELECT * FROM users')),
);
calls(
  'Query.explain',
  'planned only',
  () => users().explain(),
  call('explain', 'users', plan, reads(1), text('SELECT * FROM users')),
);
calls(
  'Query.explainStream',
  'analyzed',
  () => consumed(users().explainStream({ analyze: true })),
  call('explain', 'users', plan, analyzed(3), text('SELECT * FROM users')),
);
calls(
  'AggregateQuery.get',
  'count',
  () => users().count().get(),
  call('count', 'users', reads(1, 'at_least'), text('SELECT COUNT(*) FROM users')),
);
calls(
  'AggregateQuery.get',
  'several',
  () =>
    users()
      .where('a', '>', 1)
      .aggregate({ s: client.AggregateField.sum('age'), c: client.AggregateField.count() })
      .get(),
  call('aggregate', 'users', reads(1, 'at_least'), text('SELECT SUM(age), COUNT(*) FROM users WHERE a > ?')),
);
calls(
  'AggregateQuery.explain',
  'analyzed',
  () => users().count().explain({ analyze: true }),
  call(
    'explain',
    'users',
    attribute({ 'explain.plan_summary': 'Collection (__name__ ASC)' }),
    analyzed(1),
    text('SELECT COUNT(*) FROM users'),
  ),
);
const near = (query: Query) =>
  query.findNearest({ vectorField: 'embedding', queryVector: [1, 2], limit: 3, distanceMeasure: 'COSINE' });
calls(
  'VectorQuery.get',
  'get',
  () => near(users()).get(),
  call(
    'find_nearest',
    'users',
    rows(3, 'at_least'),
    attribute({ 'vector.distance_measure': 'COSINE', 'vector.limit': 3 }),
    text('SELECT * FROM users FIND NEAREST embedding DISTANCE COSINE LIMIT ?'),
  ),
);
calls(
  'VectorQuery.explain',
  'planned only',
  () => (near(users()) as unknown as Query).explain(),
  call(
    'explain',
    'users',
    plan,
    reads(1),
    text('SELECT * FROM users FIND NEAREST embedding DISTANCE COSINE LIMIT ?'),
  ),
);
calls(
  'CollectionGroup.getPartitions',
  'two pages',
  () => consumed(firestore.collectionGroup('pages_2').getPartitions(5)),
  call('partition_query', 'pages_2', attribute({ partitions: 5, pages: 2 }), reads(2)),
);
calls(
  'Firestore.getAll',
  'of one collection',
  () => firestore.getAll(users().doc('u1'), users().doc('missing'), { fieldMask: ['a'] }),
  call('get_all', 'users', attribute({ 'documents.requested': 2 }), found(1, 1)),
);
calls(
  'Firestore.getAll',
  'of several',
  () => firestore.getAll(users().doc('u1'), orders().doc('o1')),
  call('get_all', undefined, attribute({ 'documents.requested': 2 }), found(2)),
);
calls(
  'Firestore.listCollections',
  'at the root',
  () => firestore.listCollections(),
  call(
    'list_collections',
    undefined,
    { 'db.response.returned_rows': 2 },
    attribute({ 'billing.reads': 1, 'billing.precision': 'exact', pages: 1 }),
  ),
);
calls(
  'Pipeline.execute',
  'of a collection',
  () =>
    firestore
      .pipeline()
      .collection('users/u1/orders')
      .where(client.Pipelines.equal(client.Pipelines.field('a'), 1))
      .limit(2)
      .execute(),
  call(
    'pipeline',
    'users/{id}/orders',
    { 'db.response.returned_rows': 3 },
    text('collection | where | limit'),
  ),
);
calls(
  'Pipeline.stream',
  'of a collection group',
  () => consumed(firestore.pipeline().collectionGroup('orders').stream()),
  call('pipeline', 'orders', { 'db.response.returned_rows': 3 }, text('collection_group')),
);

export const readCases = cases;
