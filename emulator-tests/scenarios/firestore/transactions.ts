import type { Steps } from '../../suites/traces/steps.ts';
import { firestoreSteps, type Kit } from './kit.ts';

export const steps: Steps<Kit> = {
  'reads, then writes': {
    run: ({ database }) =>
      database.runTransaction(async (transaction) => {
        const orders = database.collection('orders');
        await transaction.get(orders.doc('1'));
        await transaction.getAll(orders.doc('1'), orders.doc('2'));
        await transaction.get(orders.where('total', '>', 1));
        await transaction.get(orders.count());
        transaction.set(orders.doc('1'), { total: 1 }).delete(orders.doc('2'));
      }),
    tree: `
I app
  I transaction
    C get orders
      C grpc BatchGetDocuments
    C get_all orders
      C grpc BatchGetDocuments
    C query orders
      C grpc RunQuery
    C count orders
      C grpc RunAggregationQuery
    C commit
      C grpc Commit`,
  },

  'a read-only one has nothing to commit': {
    run: ({ database }) =>
      database.runTransaction(async (transaction) => void (await transaction.get(database.doc('orders/1'))), {
        readOnly: true,
      }),
    tree: `
I app
  I transaction
    C get orders
      C grpc BatchGetDocuments`,
  },

  "the application's own error rolls back": {
    async run({ database }) {
      const failing = database.runTransaction(async (transaction) => {
        await transaction.get(database.doc('orders/1'));
        throw new RangeError('sold out');
      });
      await failing.catch(() => {});
    },
    tree: `
I app
  I transaction ! RangeError
    C get orders
      C grpc BatchGetDocuments
    C rollback
      C grpc Rollback`,
  },

  "the application's own spans and calls inside": {
    run: ({ database, inSpan }) =>
      database.runTransaction(async (transaction) => {
        const order = database.doc('orders/1');
        await inSpan('check stock', async () => void (await transaction.get(order)));
        await database.doc('audit/1').set({});
        transaction.update(order, { total: 2 });
      }),
    tree: `
I app
  I transaction
    I check stock
      C get orders
        C grpc BatchGetDocuments
    C set audit
      C grpc Commit
    C commit
      C grpc Commit`,
  },
};

export default firestoreSteps(steps, (database) => database.doc('orders/1').set({ total: 2 }));
