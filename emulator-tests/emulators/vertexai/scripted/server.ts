/**
 * `node server.ts --host 127.0.0.1 --port 8080 --control-port 8081`: a scripted server of Vertex AI and the Gemini API. The names
 * in a request choose faults (faults.ts); otherwise it sends short responses in their format. It stores nothing: every named
 * resource exists. On the control port, `GET /requests` returns the requests; `DELETE /requests` clears them and the counts of
 * faults.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { recordBodies } from '../../record-http.ts';
import { RequestLog, scriptedOptions } from '../../request-log.ts';
import { router } from '../../routes.ts';
import type { RecordedRequest } from '../../scripted.ts';
import { agentRoutes } from './agents.ts';
import { batchRoutes } from './batches.ts';
import { cacheRoutes } from './caches.ts';
import { embeddingRoutes } from './embeddings.ts';
import { Exchange, type Body } from './exchange.ts';
import { Faults } from './faults.ts';
import { generateRoutes } from './generate.ts';
import { interactionRoutes } from './interactions.ts';
import { listen } from './listen.ts';
import { mediaRoutes } from './media.ts';
import { modelRoutes } from './models.ts';
import { promptOf } from './prompt.ts';
import { Refusal } from './refusal.ts';
import type { Handler } from './routes.ts';
import { targetOf } from './target.ts';

const { values } = parseArgs({ options: scriptedOptions });

const faults = new Faults();
const log = new RequestLog<RecordedRequest>();
// The first match wins: paths that are not of agents, caches or interactions are of models.
const findRoute = router<Handler>({
  ...agentRoutes,
  ...batchRoutes,
  ...cacheRoutes,
  ...interactionRoutes,
  ...generateRoutes,
  ...embeddingRoutes,
  ...mediaRoutes,
  ...modelRoutes,
});

const unknownRoute: Handler = ({ request }) => {
  throw new Refusal(404, `${request.method} ${request.url} is not implemented`);
};

listen(Number(values.port), values.host, (request, response) => void serve(request, response));
if (values['control-port']) log.serve(values.host, Number(values['control-port']), () => faults.reset());

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url = '', headers } = request;
  const traceparent = headers['traceparent']?.toString();
  const entry: RecordedRequest = { method, path: url, ...(traceparent && { traceparent }) };
  log.add(entry);

  const target = targetOf(url);
  const { handle = unknownRoute, parameters = {} } = findRoute(method, target.path) ?? {};
  // The client may disconnect before the body is complete.
  const body = await text(request).catch(() => undefined);
  if (body === undefined) return;
  if (values.messages) recordBodies(entry, body, response);
  const exchange = new Exchange({ request, response, body: parsed(body) }, target, parameters, faults, entry);
  try {
    await answer(exchange, handle);
  } catch (error) {
    // The client has disconnected, or has a part of a response already.
    if (response.headersSent || response.destroyed) response.destroy();
    else refuse(exchange, error);
  }
}

/** A body that is not JSON counts as empty. */
function parsed(body: string): Body {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

/** A bug in this server is reported with its stack. */
function refuse(exchange: Exchange, error: unknown): void {
  const told =
    error instanceof Refusal
      ? error
      : new Refusal(500, error instanceof Error ? (error.stack ?? error.message) : String(error));
  exchange.answer(told, told.status);
}

async function answer(exchange: Exchange, handle: Handler): Promise<void> {
  await setTimeout(exchange.words.number('slow') ?? 0);
  if (exchange.strike('reset')) return void exchange.request.socket.destroy();
  const byProxy = exchange.struck('html', '');
  if (byProxy) return exchange.answerHtml(byProxy.toHtml(), byProxy.status);
  const refused = exchange.struck('http', promptOf(exchange.body));
  if (refused) throw refused;
  await handle(exchange);
}
