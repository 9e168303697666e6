/**
 * `node server.ts --host 127.0.0.1 --port 8080 --control-port 8081`: a Firestore server that does as it is told by the
 * names in a request (faults.ts). `GET /requests` on the control port tells what it was asked; `DELETE /requests` forgets it,
 * and how often faults have struck.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { Server, ServerCredentials, type Metadata, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { firestoreService } from '../protocol.ts';
import { Faults } from './faults.ts';
import { listenMethods } from './listen.ts';
import { readMethods } from './reads.ts';
import type { RecordedRequest } from './backend.ts';
import { unaryMethods } from './writes.ts';

const { values } = parseArgs({
  options: { host: { type: 'string' }, port: { type: 'string' }, 'control-port': { type: 'string' } },
});

const faults = new Faults();
let requests: RecordedRequest[] = [];

// The sockets are ours, so that a fault can drop one.
const sockets = new Map<string, Socket>();
const dropConnection = (peer: string) => sockets.get(peer)?.resetAndDestroy();

const server = new Server();
server.addService(
  firestoreService,
  recorded({
    ...readMethods(faults, dropConnection),
    ...unaryMethods(faults, dropConnection),
    ...listenMethods(faults),
  }),
);
const injector = server.createConnectionInjector(ServerCredentials.createInsecure());

createServer((socket) => {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`;
  sockets.set(peer, socket);
  socket.once('close', () => sockets.delete(peer));
  injector.injectConnection(socket);
}).listen(Number(values.port), values.host);

createHttpServer((request, response) => {
  if (request.method === 'DELETE') {
    requests = [];
    faults.reset();
  }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(requests));
}).listen(Number(values['control-port']), values.host);

/** The same methods, each noting that it was called. */
function recorded(methods: UntypedServiceImplementation): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(methods).map(([method, handle]) => [
      method,
      (...args: [call: { readonly metadata: Metadata }, ...rest: unknown[]]) => {
        const traceparent = args[0].metadata.get('traceparent')[0]?.toString();
        requests.push({ method, ...(traceparent && { traceparent }) });
        Reflect.apply(handle, undefined, args);
      },
    ]),
  );
}
