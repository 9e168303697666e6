import type { Steps } from '../../suites/traces/steps.ts';
import { consume, firestoreSteps, type Kit } from './kit.ts';

export const steps: Steps<Kit> = {
  'a document, there and missing': {
    async run({ database }) {
      await database.doc('orders/1').get();
      await database.doc('orders/none').get();
    },
    tree: `
I app
  C get orders
    C grpc BatchGetDocuments
  C get orders
    C grpc BatchGetDocuments`,
  },

  'several documents': {
    run: ({ database }) => database.getAll(database.doc('orders/1'), database.doc('orders/1/lines/a')),
    tree: `
I app
  C get_all
    C grpc BatchGetDocuments`,
  },

  'a query': {
    run: ({ database }) =>
      database.collection('orders').where('total', '>', 1).orderBy('total').limit(2).get(),
    tree: `
I app
  C query orders
    C grpc RunQuery`,
  },

  'a collection group, streamed': {
    run: ({ database }) => consume(database.collectionGroup('lines').stream()),
    tree: `
I app
  C query lines
    C grpc RunQuery`,
  },

  'what a listener of a stream does': {
    run: ({ database }) =>
      new Promise((resolve, reject) => {
        let written: Promise<unknown> | undefined;
        database
          .collection('orders')
          .stream()
          .on('data', () => (written ??= database.doc('seen/1').set({})))
          .on('error', reject)
          .on('end', () => resolve(written));
      }),
    tree: `
I app
  C query orders
    C grpc RunQuery
  C set seen
    C grpc Commit`,
  },

  'what the body of a loop does': {
    async run({ database }) {
      for await (const _ of database.collection('orders').limit(1).stream())
        await database.doc('seen/1').set({});
    },
    tree: `
I app
  C query orders
    C grpc RunQuery
  C set seen
    C grpc Commit`,
  },

  aggregations: {
    async run({ client: { AggregateField }, database }) {
      const orders = database.collection('orders');
      await orders.count().get();
      await orders
        .aggregate({ sum: AggregateField.sum('total'), mean: AggregateField.average('total') })
        .get();
    },
    real: true,
    tree: `
I app
  C count orders
    C grpc RunAggregationQuery
  C aggregate orders
    C grpc RunAggregationQuery`,
  },

  lists: {
    async run({ database }) {
      await database.listCollections();
      await database.doc('orders/1').listCollections();
      await database.collection('orders').listDocuments();
    },
    tree: `
I app
  C list_collections
    C grpc ListCollectionIds
  C list_collections orders
    C grpc ListCollectionIds
  C list_documents orders
    C grpc ListDocuments`,
  },

  'fifty at once: each with its own request': {
    run: ({ database }) =>
      Promise.all(Array.from({ length: 50 }, (_, id) => database.doc(`orders/${id}`).get())),
    tree: `I app\n${'  C get orders\n    C grpc BatchGetDocuments\n'.repeat(50)}`,
  },

  'a call that the client refuses sends nothing': {
    async run({ database }) {
      await database
        .collection('orders')
        .limitToLast(1)
        .get()
        .catch(() => {});
    },
    tree: `
I app
  C query orders ! Error`,
  },
};

export default firestoreSteps(steps, async (database) => {
  await database.doc('orders/1').set({ total: 1 });
  await database.doc('orders/2').set({ total: 2 });
  await database.doc('orders/1/lines/a').set({});
});
