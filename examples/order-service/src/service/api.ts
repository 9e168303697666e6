import { once } from 'node:events';
import { type Line, type Orders, OutOfStock, type Product, UnknownOrder } from './orders.ts';
import type { Api, Exchange } from './server.ts';

/** The service's HTTP API: one entry per route. */
export function orderApi(orders: Orders): Api {
  return {
    'PUT /products': async ({ json }) => orders.importProducts(await json<Record<string, Product>>()),
    'PUT /customers/:id': async ({ id, json }) => orders.signUp(id, (await json<{ name: string }>()).name),
    'GET /customers/:id/orders': ({ id }) => orders.ofCustomer(id),
    'POST /orders': async ({ json }) => {
      const { customer, lines } = await json<{ customer: string; lines: Line[] }>();
      return { id: await orders.place(customer, lines) };
    },
    'POST /sales': async ({ json }) => {
      const sales = await json<{ customer: string; lines: Line[] }[]>();
      return Promise.all(sales.map(({ customer, lines }) => orders.place(customer, lines)));
    },
    'GET /orders/:id': ({ id }) => orders.find(id),
    'POST /orders/:id/shipment': ({ id }) => orders.ship(id),
    'GET /dashboard': () => orders.dashboard(),
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

/** The HTTP status that tells the client what went wrong. */
export function statusOf(error: unknown): number {
  if (error instanceof OutOfStock) return 409;
  if (error instanceof UnknownOrder || isNotFound(error)) return 404;
  return 500;
}

/** Firestore's errors carry gRPC's codes; 5 is NOT_FOUND. */
function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 5;
}
