/**
 * `node server.ts --host 127.0.0.1 --port 8080 --control-port 8081`: a Cloud Storage server that does as it is told by the
 * names in a request (faults.ts), and else what the real one does. `GET /requests` on the control port tells what it was
 * asked; `DELETE /requests` forgets it, and how often faults have struck.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RequestLog } from '../../request-log.ts';
import { router, type Match } from '../../routes.ts';
import type { RecordedRequest } from '../../scripted.ts';
import { accessRoutes } from './access.ts';
import { bucketRoutes } from './buckets.ts';
import { Exchange } from './exchange.ts';
import { Faults, has } from './faults.ts';
import { identityRoutes } from './identity.ts';
import { objectRoutes } from './objects.ts';
import { projectRoutes } from './projects.ts';
import { Refusal } from './refusal.ts';
import { withoutVersion, type Handler } from './routes.ts';
import { Store } from './store.ts';
import { uploadRoutes } from './uploads.ts';
import { xmlRoutes } from './xml.ts';

const { values } = parseArgs({
  options: { host: { type: 'string' }, port: { type: 'string' }, 'control-port': { type: 'string' } },
});

const faults = new Faults();
/** What is behind a gateway is another's: the same tests run with it and without it, at once. */
const stores = { direct: new Store(), gateway: new Store() };
const log = new RequestLog<RecordedRequest>();
const findJsonRoute = router({
  ...bucketRoutes,
  ...accessRoutes,
  ...objectRoutes,
  ...uploadRoutes(),
  ...projectRoutes,
  ...identityRoutes,
});
// Last, for it takes every path for one of bucket and object.
const findXmlRoute = router(xmlRoutes());

const unknownRoute: Match<Handler> = {
  parameters: {},
  handle({ request }) {
    throw new Refusal(501, `${request.method} ${request.url} is not implemented`);
  },
};

const server = createServer((request, response) => void serve(request, response));
// It would close a connection just as a client sends on it.
server.keepAliveTimeout = 0;
server.listen(Number(values.port), values.host);
if (values['control-port']) log.serve(values.host, Number(values['control-port']), () => faults.reset());

/** The server is behind a gateway too, which serves it below a path. */
const gateway = /^\/gateway(?=\/)/;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', headers } = request;
  const asked = request.url ?? '';
  const url = asked.replace(gateway, '');
  const store = url === asked ? stores.direct : stores.gateway;
  const traceparent = headers['traceparent']?.toString();
  const entry: RecordedRequest = { method, path: url, ...(traceparent && { traceparent }) };
  log.add(entry);

  const [path = '', query = ''] = url.split('?', 2);
  const jsonRoute = findJsonRoute(method, withoutVersion(path));
  const { handle, parameters } = jsonRoute ?? findXmlRoute(method, path) ?? unknownRoute;
  const target = { query: new URLSearchParams(query), parameters };
  const exchange = new Exchange(request, response, target, faults, entry);
  try {
    await answer(exchange, handle, store);
  } catch (error) {
    // Whoever is gone, or has half an answer, cannot be told.
    if (response.headersSent || response.destroyed) response.destroy();
    else exchange.refuse(asRefusal(error), !jsonRoute);
  }
}

/** A mistake of the server's own is told with where it was made. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal(500, error instanceof Error ? (error.stack ?? error.message) : String(error));
}

async function answer(exchange: Exchange, handle: Handler, store: Store): Promise<void> {
  if (has(exchange.names, 'slow_first')) await setTimeout(300);
  if (exchange.strike('reset')) return void exchange.request.socket.resetAndDestroy();
  exchange.refuseIfStruck('http');
  await handle(exchange, store);
}
