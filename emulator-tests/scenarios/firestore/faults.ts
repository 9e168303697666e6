import type { Steps } from '../../suites/traces/steps.ts';
import { consume, firestoreSteps, snapshots, type Kit } from './kit.ts';

/**
 * What only a server does that is told to: faults, and the methods that emulators lack. The client's transport makes a retry, and
 * asks for the next page, from within the request before: instrumentation-grpc then nests them, all below the semantic span.
 */
export const steps: Steps<Kit> = {
  'a transaction whose commit is aborted twice': {
    run: ({ database, unique }) =>
      database.runTransaction(async (transaction) => {
        const order = database.doc(`orders/${unique('aborted_2')}`);
        await transaction.get(order);
        transaction.set(order, {});
      }),
    tree: `
I app
  I transaction * retry ABORTED * retry ABORTED
    C get orders
      C grpc BatchGetDocuments
    C commit ! ABORTED
      C grpc Commit ! 10
    C rollback
      C grpc Rollback
    C get orders
      C grpc BatchGetDocuments
    C commit ! ABORTED
      C grpc Commit ! 10
    C rollback
      C grpc Rollback
    C get orders
      C grpc BatchGetDocuments
    C commit
      C grpc Commit`,
  },

  'a server that is unavailable once': {
    async run({ database, unique }) {
      const shop = database.doc(`shops/${unique('unavailable_once')}`);
      await shop.get();
      await shop.collection('orders').get();
      await database.doc(`orders/${unique('unavailable_once-write')}`).set({});
    },
    tree: `
I app
  C get shops
    C grpc BatchGetDocuments ! 14
      C grpc BatchGetDocuments
  C query shops/{id}/orders
    C grpc RunQuery
  C set orders
    C grpc Commit ! 14
      C grpc Commit`,
  },

  'a stream that breaks in the middle and goes on': {
    async run({ database, unique }) {
      const shop = database.doc(`shops/${unique('midstream_unavailable_once')}`);
      return consume(shop.collection('rows_5').stream());
    },
    tree: `
I app
  C query shops/{id}/rows_5
    C grpc RunQuery ! 14
    C grpc RunQuery`,
  },

  'a connection that drops': {
    run: ({ database, unique }) => database.collection(`shops/${unique('reset_once')}/orders`).get(),
    tree: `
I app
  C query shops/{id}/orders
    C grpc RunQuery ! 14
    C grpc RunQuery`,
  },

  'a listener whose stream fails twice: reconnects stand side by side': {
    run: ({ database, unique }) => {
      const orders = database.collection(`shops/${unique('unavailable_2')}/orders`);
      return snapshots(2, (hear, fail) => orders.onSnapshot(hear, fail));
    },
    tree: `
I app
  C listen shops/{id}/orders
    C grpc Listen ! 14
    C grpc Listen ! 14
    C grpc Listen
I snapshot shops/{id}/orders ~> listen shops/{id}/orders`,
  },

  'a listener that is refused': {
    run: ({ database, unique }) =>
      snapshots(1, (hear, fail) =>
        database.doc(`orders/${unique('permission_denied')}`).onSnapshot(hear, fail),
      ).catch(() => {}),
    tree: `
I app
  C listen orders ! Error
    C grpc Listen`,
  },

  'bulk writes: one fails, one is tried again': {
    async run({ database, unique, inSpan }) {
      const writer = database.bulkWriter();
      const write = (id: string) =>
        inSpan(`request ${id}`, async () => {
          writer.set(database.doc(`orders/${unique(id)}`), {}).catch(() => {});
        });
      for (const id of ['fine', 'not_found', 'aborted_once']) await write(id);
      await writer.close();
    },
    tree: `
I app
  I request fine
  I request not_found
  I request aborted_once
    C set orders ~> request aborted_once
      C grpc BatchWrite
C BATCH set orders ~> request fine, request not_found, request aborted_once
  C grpc BatchWrite`,
  },

  'a bulk request that fails as a whole': {
    async run({ database, unique }) {
      const writer = database.bulkWriter();
      for (const id of ['request_permission_denied', 'fine'])
        writer.set(database.doc(`orders/${unique(id)}`), {}).catch(() => {});
      await writer.close();
    },
    tree: `
I app
  C BATCH set orders ! PERMISSION_DENIED ~> app
    C grpc BatchWrite ! 7`,
  },

  'lists and partitions in pages': {
    async run({ database }) {
      await database.collection('shops/pages_3/pages_3').listDocuments();
      await database.doc('shops/pages_2').listCollections();
      await consume(database.collectionGroup('pages_2').getPartitions(9));
    },
    tree: `
I app
  C list_documents shops/{id}/pages_3
    C grpc ListDocuments
      C grpc ListDocuments
        C grpc ListDocuments
  C list_collections shops
    C grpc ListCollectionIds
      C grpc ListCollectionIds
  C partition_query pages_2
    C grpc PartitionQuery
      C grpc PartitionQuery`,
  },

  pipelines: {
    async run({ database }) {
      await database.pipeline().collection('orders').limit(2).execute();
      await consume(database.pipeline().collectionGroup('lines').stream());
      await database.runTransaction((transaction) =>
        transaction.execute(database.pipeline().collection('orders')),
      );
    },
    tree: `
I app
  C pipeline orders
    C grpc ExecutePipeline
  C pipeline lines
    C grpc ExecutePipeline
  I transaction
    C pipeline orders
      C grpc ExecutePipeline
    C commit
      C grpc Commit`,
  },

  explanations: {
    async run({ database }) {
      const orders = database.collection('orders');
      await orders.explain();
      await orders.count().explain({ analyze: true });
      await consume(orders.explainStream({ analyze: true }));
    },
    tree: `
I app
  C explain orders
    C grpc RunQuery
  C explain orders
    C grpc RunAggregationQuery
  C explain orders
    C grpc RunQuery`,
  },

  'a vector search': {
    run: ({ database }) =>
      database
        .collection('orders')
        .findNearest({ vectorField: 'v', queryVector: [1, 2], limit: 3, distanceMeasure: 'COSINE' })
        .get(),
    tree: `
I app
  C find_nearest orders
    C grpc RunQuery`,
  },
};

export default firestoreSteps(steps);
