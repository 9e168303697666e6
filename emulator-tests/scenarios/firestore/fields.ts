import type * as firestore from '@google-cloud/firestore';
import type * as read from '../../../plugins/firestore/src/client.ts';
import { attempt, missing } from '../../harness/missing-fields.ts';
import type { Scenario } from '../../harness/scenario.ts';

type QueryOptions = read.Query['_queryOptions'];
type Aggregate = read.AggregateQuery['_aggregates'][string];

/** The private fields that the plugin reads, on the client's own objects; gives the names of those that are missing. */
const scenario: Scenario<typeof firestore> = async ({ Firestore, Filter }, { projectId }) => {
  const database = new Firestore({ projectId, host: 'localhost', port: 1, ssl: false });
  const order = database.doc('orders/1');
  const orders = database.collection('orders');
  const query = orders
    .where(Filter.or(Filter.where('a', '==', 1), Filter.where('b', '==', 1)))
    .orderBy('a')
    .startAt(1)
    .endAt(2)
    .limit(1)
    .offset(1)
    .select('a') as unknown as read.Query;
  const { _queryOptions: options } = query;
  const [filter] = options?.filters ?? [];
  const counted = orders.count() as unknown as read.AggregateQuery;
  const batch = database.batch().set(order, {}) as unknown as read.WriteBatch;
  const near = { vectorField: 'v', queryVector: [1], limit: 1, distanceMeasure: 'COSINE' as const };
  const vector = attempt(() => orders.findNearest(near)) as read.VectorQuery | undefined;
  const writer = database.bulkWriter() as unknown as { readonly _bulkCommitBatch?: read.BulkCommitBatch };
  const pipeline = attempt(() => database.pipeline().collection('orders')) as unknown as
    | read.Pipeline
    | undefined;

  return [
    ...missing<read.Firestore>(
      'Firestore',
      database,
      '_settings',
      '_projectId',
      '_databaseId',
      '_clientPool',
    ),
    ...missing<NonNullable<read.Firestore['_clientPool']>>(
      'Firestore._clientPool',
      Reflect.get(database, '_clientPool'),
      'grpcEnabled',
    ),
    ...missing<read.DocumentReference>('DocumentReference', order, '_firestore', '_path'),
    ...missing<read.ResourcePath>('DocumentReference._path', Reflect.get(order, '_path'), 'segments'),
    ...missing<read.Query>('Query', query, '_firestore', '_queryOptions'),
    ...missing<QueryOptions>('Query._queryOptions', options, 'parentPath', 'collectionId', 'allDescendants'),
    ...missing<QueryOptions>('Query._queryOptions', options, 'kindless', 'filters', 'fieldOrders'),
    ...missing<QueryOptions>(
      'Query._queryOptions',
      options,
      'startAt',
      'endAt',
      'limit',
      'limitType',
      'offset',
    ),
    ...missing<QueryOptions>('Query._queryOptions', options, 'projection'),
    ...missing<read.Filter>('Filter', filter, 'filters', 'operator'),
    ...missing<read.Filter>('Filter', filter?.filters?.[0], 'field', 'op'),
    ...missing<read.FieldPath>('FieldPath', filter?.filters?.[0]?.field, 'segments'),
    ...missing<QueryOptions['fieldOrders'][number]>(
      'FieldOrder',
      options?.fieldOrders?.[0],
      'field',
      'direction',
    ),
    ...missing<read.AggregateQuery>('AggregateQuery', counted, '_query', '_aggregates'),
    ...missing<Aggregate>('Aggregate', Object.values(counted._aggregates ?? {})[0], 'aggregateType'),
    ...missing<read.VectorQuery>('VectorQuery', vector, '_query', '_options'),
    ...missing<read.WriteBatch>('WriteBatch', batch, '_firestore', '_ops'),
    ...missing<read.WriteBatch['_ops'][number]>('WriteBatch._ops', batch._ops?.[0], 'docPath'),
    ...missing<read.BulkCommitBatch>('BulkCommitBatch', writer._bulkCommitBatch, '_ops', 'pendingOps'),
    ...missing<read.Pipeline>('Pipeline', pipeline, 'db', 'stages'),
    ...missing<read.Pipeline['stages'][number]>(
      'Pipeline.stages',
      pipeline?.stages?.[0],
      'name',
      'collectionPath',
    ),
  ];
};

export default scenario;
