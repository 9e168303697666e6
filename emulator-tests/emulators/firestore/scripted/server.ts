/**
 * `node server.ts --host 127.0.0.1 --port 8080 --control-port 8081`: a Firestore server that does as it is told by the
 * names in a request (faults.ts). `GET /requests` on the control port tells what it was asked; `DELETE /requests` forgets it,
 * and how often faults have struck.
 */
import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { Server, ServerCredentials, type Metadata, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { RequestLog } from '../../request-log.ts';
import type { RecordedCall } from '../../scripted.ts';
import { firestoreService } from '../protocol.ts';
import { Faults } from './faults.ts';
import { listenMethods } from './listen.ts';
import { readMethods } from './reads.ts';

import { unaryMethods } from './writes.ts';

const { values } = parseArgs({
  options: { host: { type: 'string' }, port: { type: 'string' }, 'control-port': { type: 'string' } },
});

const faults = new Faults();
const log = new RequestLog<RecordedCall>();

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

log.serve(values.host, Number(values['control-port']), () => faults.reset());

/** The same methods, each noting that it was called. */
function recorded(methods: UntypedServiceImplementation): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(methods).map(([method, handle]) => [
      method,
      (...args: [call: { readonly metadata: Metadata }, ...rest: unknown[]]) => {
        const traceparent = args[0].metadata.get('traceparent')[0]?.toString();
        log.add({ method, ...(traceparent && { traceparent }) });
        Reflect.apply(handle, undefined, args);
      },
    ]),
  );
}
