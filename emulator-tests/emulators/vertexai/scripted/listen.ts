import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** The first byte of a TLS handshake. No HTTP method starts with it. */
const handshake = 22;

const pem = (name: string) => readFileSync(join(import.meta.dirname, '..', `test-${name}.pem`));

/**
 * Serves HTTP and HTTPS on one port: `@google/genai` accepts any base URL, but `@google-cloud/vertexai` only a host, which it
 * calls by HTTPS. A client trusts the certificate by NODE_EXTRA_CA_CERTS.
 */
export function listen(port: number, host: string | undefined, serve: RequestListener): void {
  const plain = createHttpServer(serve);
  const secure = createHttpsServer({ key: pem('key'), cert: pem('certificate') }, serve);
  // A timeout could close a connection just as a client sends a request on it.
  plain.keepAliveTimeout = secure.keepAliveTimeout = 0;
  createServer((socket) => {
    // Clients may disconnect at any time.
    socket.on('error', () => socket.destroy());
    socket.once('data', (start: Buffer) => {
      handOver(socket, start, start[0] === handshake ? secure : plain);
    });
  }).listen(port, host);
}

function handOver(
  socket: Socket,
  start: Buffer,
  server: { emit(event: 'connection', socket: Socket): boolean },
): void {
  socket.pause();
  socket.unshift(start);
  server.emit('connection', socket);
  process.nextTick(() => socket.resume());
}
