import type { Steps } from '../../suites/traces/steps.ts';
import { firestoreSteps, snapshots, type Kit } from './kit.ts';

export const steps: Steps<Kit> = {
  'a document: its first snapshot ends the span, each later one has its own': {
    run: ({ database }) => {
      const order = database.doc('orders/1');
      const change = (heard: number) => order.set({ total: 1 + heard });
      return snapshots(2, (hear, fail) => order.onSnapshot(hear, fail), change);
    },
    tree: `
I app
  C listen orders
    C grpc Listen
  C set orders
    C grpc Commit
I snapshot orders ~> listen orders`,
  },

  'a query, and what its listener does': {
    run: ({ database }) => {
      const orders = database.collection('orders');
      const change = (heard: number) => orders.doc('2').set({ total: 1 + heard });
      return snapshots(2, (hear, fail) => orders.onSnapshot(hear, fail), change);
    },
    tree: `
I app
  C listen orders
    C grpc Listen
  C set orders
    C grpc Commit
I snapshot orders ~> listen orders`,
  },

  'unsubscribed at once': {
    async run({ database, delay }) {
      database.collection('orders').onSnapshot(() => {})();
      await delay(50);
    },
    sendsNothing: true,
    tree: `
I app
  C listen orders`,
  },
};

export default firestoreSteps(steps, (database) => database.doc('orders/1').set({ total: 1 }));
