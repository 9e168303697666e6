import { Firestore } from '@google-cloud/firestore';
import { Spanner } from '@google-cloud/spanner';
import { Storage } from '@google-cloud/storage';
import { GoogleGenAI } from '@google/genai';
import { modelOptions } from './backends.ts';
import { Client, type Step } from './client.ts';
import { orderApi, statusOf } from './service/api.ts';
import { Invoices } from './service/invoices.ts';
import { Ledgers } from './service/ledgers.ts';
import { Orders, type Product } from './service/orders.ts';
import { Payments } from './service/payments.ts';
import { Replies } from './service/replies.ts';
import { serve } from './service/server.ts';

/** A morning in the shop, told by the requests its service gets. Returns them. */
export async function runStory(projectId: string): Promise<readonly Step[]> {
  const db = new Firestore({ projectId });
  const storage = new Storage({ projectId });
  const orders = new Orders(db);
  const shop = {
    orders,
    payments: new Payments(new Spanner({ projectId })),
    invoices: new Invoices(storage),
    ledgers: new Ledgers(storage),
    replies: new Replies(new GoogleGenAI(modelOptions(projectId)), orders),
  };
  const server = await serve(orderApi(shop), statusOf);
  const client = new Client(server.url);
  await tellStory(client);
  await server.close();
  await db.terminate();
  return client.steps;
}

async function tellStory(client: Client): Promise<void> {
  await client.send('The bookkeeper opens the ledger', 'PUT /payments', 204);
  await client.send('A supplier sends the spring catalogue', 'PUT /products', 204, catalogue());
  await client.send('Ada signs up', 'PUT /customers/ada', 204, { name: 'Ada Lovelace' });
  await client.send('Grace signs up', 'PUT /customers/grace', 204, { name: 'Grace Hopper' });

  const screen = await client.watch('The warehouse watches the open orders', 'GET /open-orders');
  await screen.next();

  const { id } = await client.send<{ id: string }>('Ada orders tea and a pot', 'POST /orders', 200, {
    customer: 'ada',
    lines: [
      { sku: 'tea-01', quantity: 2 },
      { sku: 'pot-01', quantity: 1 },
    ],
  });
  await screen.next();
  await client.send('Grace orders more pots than there are', 'POST /orders', 409, {
    customer: 'grace',
    lines: [
      { sku: 'tea-02', quantity: 1 },
      { sku: 'pot-01', quantity: 1000 },
    ],
  });
  await client.send('Ada looks at her order', `GET /orders/${id}`, 200);
  await client.download('Ada downloads the invoice', `GET /orders/${id}/invoice`);
  await client.send('Ada asks where it is', `POST /orders/${id}/questions`, 200, 'Where is my tea?');
  await client.send('The warehouse ships it', `POST /orders/${id}/shipment`, 204);
  await screen.next();
  await screen.close();

  // Both sales read the stock, and later the balance, before either has changed it: one of each two transactions has to run again.
  await client.send('The market stall sends the sales it made offline', 'POST /sales', 200, [
    { customer: 'ada', lines: [{ sku: 'pot-01', quantity: 1 }] },
    { customer: 'grace', lines: [{ sku: 'pot-01', quantity: 1 }] },
  ]);

  await client.send('The warehouse ships a mistyped order', 'POST /orders/0rder-42/shipment', 404);
  await client.send('Ada follows an outdated link', 'GET /orders/first-ever', 404);
  await client.send('Ada lists her orders', 'GET /customers/ada/orders', 200);
  await client.send('Ada adds up her invoices', 'GET /customers/ada/invoices', 200);
  await client.send('The owner opens the dashboard', 'GET /dashboard', 200);

  await client.send('The bookkeeper exports the orders of March', 'PUT /ledgers/march', 204);
  await client.send('She looks at the columns', 'GET /ledgers/march/columns', 200);
  await client.send('April is not over yet', 'GET /ledgers/april/columns', 404);
}

/** Twenty-four teas and a pot. */
function catalogue(): Record<string, Product> {
  const teas = Array.from({ length: 24 }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return [`tea-${number}`, { name: `Tea No. ${number}`, price: 450 + 25 * index, stock: 40 }];
  });
  return { ...Object.fromEntries(teas), 'pot-01': { name: 'Tea pot', price: 2900, stock: 3 } };
}
