/** The order service's route that reads an order and its lines, in a process of its own. On SIGTERM it ends as most services do. */
import { Firestore } from '@google-cloud/firestore';
import { statusOf } from '../../../examples/order-service/src/service/api.ts';
import { Orders } from '../../../examples/order-service/src/service/orders.ts';
import { serve } from '../../../examples/order-service/src/service/server.ts';

export interface State {
  /** After a collection, in bytes. */
  readonly heap: number;
  /** What the process has used so far, in microseconds. */
  readonly cpu: number;
}

const db = new Firestore();
const orders = new Orders(db);
const server = await serve({ 'GET /orders/:id': ({ id }) => orders.find(id) }, statusOf);

const state = (): State => {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  return { heap: process.memoryUsage().heapUsed, cpu: user + system };
};

process.on('message', () => process.send?.(state()));
process.once('SIGTERM', () => void Promise.all([server.close(), db.terminate()]).then(() => process.exit()));
process.send?.({ url: server.url });
