import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { recorded } from './record-grpc.ts';
import { RequestLog, scriptedOptions } from './request-log.ts';
import type { RecordedRequest } from './scripted.ts';

/** Drops the connection of a call. */
export type DropConnection = (peer: string) => void;

export type Served = readonly [service: ServiceDefinition, methods: UntypedServiceImplementation];

/**
 * Serves by the options `--host 127.0.0.1 --port 8080 --control-port 8081 --messages`, and records each call. On the control port, which is
 * optional, `GET /requests` returns the requests; `DELETE /requests` clears them, and calls `onReset`.
 */
export function serveScripted(
  services: (dropConnection: DropConnection) => readonly Served[],
  onReset: () => void,
): void {
  const { values } = parseArgs({ options: scriptedOptions });
  const log = new RequestLog<RecordedRequest>();

  // We accept the sockets ourselves, so that a fault can drop one.
  const sockets = new Map<string, Socket>();
  const dropConnection = (peer: string) => sockets.get(peer)?.resetAndDestroy();

  const server = new Server();
  for (const [service, methods] of services(dropConnection))
    server.addService(service, recorded(methods, log, { messages: values.messages }));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());

  createServer((socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.once('close', () => sockets.delete(peer));
    injector.injectConnection(socket);
  }).listen(Number(values.port), values.host);

  const controlPort = values['control-port'];
  if (controlPort) log.serve(values.host, Number(controlPort), onReset);
}
