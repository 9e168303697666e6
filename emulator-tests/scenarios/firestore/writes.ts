import type { Steps } from '../../suites/traces/steps.ts';
import { firestoreSteps, type Kit } from './kit.ts';

export const steps: Steps<Kit> = {
  'each kind of write': {
    async run({ database }) {
      const order = database.doc('orders/1');
      await order.create({ total: 1 });
      await order.set({ total: 2 }, { merge: true });
      await order.update({ total: 3 });
      await order.delete();
      await database.collection('orders').add({ total: 4 });
    },
    tree: `
I app
  C create orders
    C grpc Commit
  C set orders
    C grpc Commit
  C update orders
    C grpc Commit
  C delete orders
    C grpc Commit
  C add orders
    C grpc Commit`,
  },

  'a write that fails': {
    async run({ database }) {
      await database
        .doc('orders/none')
        .update({ total: 1 })
        .catch(() => {});
    },
    tree: `
I app
  C update orders ! NOT_FOUND
    C grpc Commit ! 5`,
  },

  batches: {
    async run({ database }) {
      const order = (id: number) => database.doc(`orders/${id}`);
      await database.batch().set(order(1), {}).set(order(2), {}).commit();
      await database.batch().set(order(3), {}).delete(order(2)).commit();
      await database.batch().set(order(3), {}).set(database.doc('orders/1/lines/a'), {}).commit();
      await database.batch().update(order(1), { a: 1 }).commit();
    },
    tree: `
I app
  C BATCH set orders
    C grpc Commit
  C BATCH orders
    C grpc Commit
  C BATCH
    C grpc Commit
  C update orders
    C grpc Commit`,
  },

  'a bulk writer of one request': {
    async run({ database }) {
      const writer = database.bulkWriter();
      for (let id = 0; id < 25; id++) void writer.set(database.doc(`orders/${id}`), {});
      await writer.close();
    },
    tree: `
I app
  C BATCH set orders ~> app
    C grpc BatchWrite
  C BATCH set orders ~> app
    C grpc BatchWrite`,
  },

  'a bulk writer of several requests': {
    async run({ database, inSpan }) {
      const writer = database.bulkWriter();
      for (const id of [1, 2, 3])
        await inSpan(`request ${id}`, async () => void writer.set(database.doc(`orders/${id}`), {}));
      await inSpan('shutdown', () => writer.close());
    },
    tree: `
I app
  I request 1
  I request 2
  I request 3
  I shutdown
C BATCH set orders ~> request 1, request 2, request 3
  C grpc BatchWrite`,
  },

  'a recursive deletion': {
    async run({ database }) {
      await database.recursiveDelete(database.doc('carts/1'));
      await database.recursiveDelete(database.collection('carts'));
    },
    tree: `
I app
  I recursive_delete carts
    C query carts
      C grpc RunQuery
    C BATCH ~> recursive_delete carts
      C grpc BatchWrite
  I recursive_delete carts
    C query carts
      C grpc RunQuery
    C BATCH delete carts ~> recursive_delete carts
      C grpc BatchWrite`,
  },
};

export default firestoreSteps(steps, async (database) => {
  const carts = ['carts/1', 'carts/1/lines/a', 'carts/2', 'carts/3'];
  await Promise.all(carts.map((cart) => database.doc(cart).set({})));
});
