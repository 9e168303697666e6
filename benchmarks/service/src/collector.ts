/** What stands for a collector: it takes what comes, is slow, or refuses, as it is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CollectorState } from './cases.ts';

const SLOW_MS = 5_000;

let state: CollectorState = 'well';

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (state === 'slow') setTimeout(() => response.end(), SLOW_MS);
    else if (state === '503') response.writeHead(503).end();
    else response.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', (told: { readonly state: CollectorState }) => {
  state = told.state;
  process.send?.({});
});
process.once('disconnect', () => {
  server.close();
  server.closeAllConnections();
});
