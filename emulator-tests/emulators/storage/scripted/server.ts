/**
 * `node server.ts --host 127.0.0.1 --port 8080 --control-port 8081`: a scripted Cloud Storage server. The names in a request choose
 * faults (faults.ts); otherwise it behaves like the real one. On the control port, `GET /requests` returns the requests;
 * `DELETE /requests` clears them and the counts of faults.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { RequestLog, scriptedOptions } from '../../request-log.ts';
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

const { values } = parseArgs({ options: scriptedOptions });

const faults = new Faults();
/** Behind the gateway is a separate store, because the same tests run with and without it, concurrently. */
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
// Last, because it matches every path as bucket and object.
const findXmlRoute = router(xmlRoutes());

const unknownRoute: Match<Handler> = {
  parameters: {},
  handle({ request }) {
    throw new Refusal(501, `${request.method} ${request.url} is not implemented`);
  },
};

const server = createServer((request, response) => void serve(request, response));
// A timeout could close a connection just as a client sends a request on it.
server.keepAliveTimeout = 0;
server.listen(Number(values.port), values.host);
if (values['control-port']) log.serve(values.host, Number(values['control-port']), () => faults.reset());

/** The same server is also available below a path, like behind a gateway. */
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
    // The client has disconnected, or has a part of a response already.
    if (response.headersSent || response.destroyed) response.destroy();
    else exchange.refuse(asRefusal(error), !jsonRoute);
  }
}

/** A bug in this server is reported with its stack. */
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
