import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request, as a handler sees it. */
export interface Exchange {
  /** What stands for `:id` in the route. */
  readonly id: string;
  /** Reads the body, whose shape is a matter of trust between the client and the handler. */
  readonly json: <Body>() => Promise<Body>;
  /** For handlers that stream; what the others return is sent as JSON. */
  readonly response: ServerResponse;
}

/** Handlers by route, such as `GET /orders/:id`. */
export type Api = Readonly<Record<string, (exchange: Exchange) => Promise<unknown>>>;

export interface RunningServer {
  readonly url: string;
  /** Resolves when every request has been answered. */
  close(): Promise<void>;
}

const routesOfRequests = new WeakMap<object, string>();

/** The route that serves a request, for example `/orders/:id`; in Express that is `request.route.path`. */
export function routeOf(request: object): string | undefined {
  return routesOfRequests.get(request);
}

/** Serves an API on a free local port. */
export async function serve(api: Api, statusOf: (error: unknown) => number): Promise<RunningServer> {
  const routes = Object.entries(api).map(([route, handle]) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, path, pattern: new URLPattern({ pathname: path }), handle };
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = { pathname: request.url ?? '/' };
    const route = routes.find(({ method, pattern }) => method === request.method && pattern.test(target));
    if (!route) return send(response, 404);
    routesOfRequests.set(request, route.path);
    const result = await route.handle({
      id: route.pattern.exec(target)?.pathname.groups['id'] ?? '',
      json: async () => JSON.parse(await text(request)),
      response,
    });
    if (!response.headersSent) send(response, result === undefined ? 204 : 200, result);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, statusOf(error), { error: String(error) });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
