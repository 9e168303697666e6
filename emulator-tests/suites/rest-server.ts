import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The part of Firestore's REST API that a write and a read need. A write to a document named `denied` fails. Lists are empty. */
export async function startRestServer(): Promise<{ host: string; stop: () => void }> {
  const now = () => new Date().toISOString();
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    void text(request).then((body) => {
      if (body.includes('/denied'))
        return answer(403, { error: { code: 403, status: 'PERMISSION_DENIED', message: 'refused' } });
      if (request.url?.includes(':commit'))
        return answer(200, { writeResults: [{ updateTime: now() }], commitTime: now() });
      if (!request.url?.includes(':batchGet'))
        return answer(200, request.url?.includes('Query') ? [{ readTime: now() }] : {});
      const { documents }: { documents: string[] } = JSON.parse(body);
      return answer(
        200,
        documents.map((missing) => ({ missing, readTime: now() })),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `127.0.0.1:${port}`, stop };
}
