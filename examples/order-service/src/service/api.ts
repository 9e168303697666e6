import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { File } from '@google-cloud/storage';
import type { Invoices } from './invoices.ts';
import type { Ledgers } from './ledgers.ts';
import { type Order, type Orders, OutOfStock, type Product, type Sale, UnknownOrder } from './orders.ts';
import type { Payments } from './payments.ts';
import type { Replies } from './replies.ts';
import type { Api, Exchange } from './server.ts';

/** What the shop is made of. */
export interface Shop {
  readonly orders: Orders;
  readonly payments: Payments;
  readonly invoices: Invoices;
  readonly ledgers: Ledgers;
  readonly replies: Replies;
}

/** The service's HTTP API: one entry per route. */
export function orderApi({ orders, payments, invoices, ledgers, replies }: Shop): Api {
  async function settle(order: Order): Promise<string> {
    await payments.book(order);
    await invoices.write(order);
    return order.id;
  }

  return {
    'PUT /payments': () => payments.open(),
    'PUT /products': async ({ json }) => orders.importProducts(await json<Record<string, Product>>()),
    'PUT /customers/:id': async ({ id, json }) => orders.signUp(id, (await json<{ name: string }>()).name),
    'GET /customers/:id/orders': ({ id }) => orders.ofCustomer(id),
    'GET /customers/:id/invoices': ({ id }) => invoices.totalsOf(id),
    'POST /orders': async ({ json }) => ({ id: await settle(await orders.place(await json<Sale>())) }),
    'POST /sales': async ({ json }) => {
      const placed = await orders.placeAll(await json<Sale[]>());
      return Promise.all(placed.map(settle));
    },
    'GET /orders/:id': ({ id }) => orders.find(id),
    'GET /orders/:id/invoice': async ({ id, response }) =>
      sendFile(invoices.of(await orders.customerOf(id), id), response),
    'POST /orders/:id/shipment': ({ id }) => orders.ship(id),
    'POST /orders/:id/questions': async ({ id, json }) => replies.to(await json<string>(), id),
    'GET /dashboard': () => orders.dashboard(),
    'PUT /ledgers/:id': ({ id }) => ledgers.write(id, orders.all()),
    'GET /ledgers/:id/columns': ({ id }) => ledgers.columnsOf(id),
    'GET /open-orders': (exchange) => streamOpenOrders(orders, exchange),
  };
}

/** Server-sent events for the warehouse's screen: the open orders, each time they change, until it is switched off. */
async function streamOpenOrders(orders: Orders, { response }: Exchange): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  const stop = orders.watchOpen(
    (ids) => response.write(`data: ${JSON.stringify(ids)}\n\n`),
    (error) => response.destroy(error),
  );
  await once(response, 'close');
  stop();
}

/** Sends a file as it is stored. Whether it is there is asked first: after its first byte it is too late for a 404. */
async function sendFile(file: File, response: ServerResponse): Promise<void> {
  const [{ contentType = '', size = 0 }] = await file.getMetadata();
  response.writeHead(200, { 'content-type': contentType, 'content-length': size });
  await pipeline(file.createReadStream(), response);
}

/** The HTTP status that tells the client what went wrong. */
export function statusOf(error: unknown): number {
  if (error instanceof OutOfStock) return 409;
  if (error instanceof UnknownOrder || isNotFound(error)) return 404;
  return 500;
}

/** Firestore's errors carry gRPC's codes, of which 5 is NOT_FOUND; those of Cloud Storage the status of the answer. */
function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 5 || error.code === 404);
}
