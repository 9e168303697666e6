import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { RecordedRequest } from '../scripted.ts';
import { withoutProbes, type Proxy } from './proxy.ts';

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** Hands on requests by HTTP. Headers stay as they are, `host` too: URLs that the server makes lead to the proxy again. */
export async function startHttpProxy(target: string): Promise<Proxy> {
  const log: RecordedRequest[] = [];
  const { hostname, port } = new URL(`http://${target}`);

  const handOn = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    const entry: Entry = { method, path: url };
    log.push(entry);
    const forwarded = send({ hostname, port, method, path: url, headers }, (answer) => {
      entry.status = answer.statusCode ?? 0;
      response.writeHead(entry.status, answer.statusMessage, answer.headers);
      // One that breaks off breaks off on the other side, too.
      pipeline(answer, response, (error) => void (error && response.destroy()));
    });
    forwarded.once('error', () => response.destroy());
    pipeline(request, forwarded, () => {});
  };

  const server = createServer(handOn);
  // A timeout could close a connection just as a client sends a request on it.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => withoutProbes(log),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
