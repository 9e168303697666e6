import type { Exchange } from './exchange.ts';
import type { Routes } from './routes.ts';

/** Agent engines of Vertex AI, with their sessions, memories and sandboxes. Every requested resource exists. */
export const agentRoutes: Routes = {
  'POST /reasoningEngines/{engine}:query': (exchange) => exchange.answer({ output: { answer: 42 } }),
  // The client sends a slash before the method.
  'POST /reasoningEngines/{engine}/sandboxEnvironments/{sandbox}/:execute': (exchange) =>
    exchange.answer({ outputs: [{ mimeType: 'application/json', data: 'eyJtc2dfb3V0IjoiNDIifQ==' }] }),
  'POST /reasoningEngines/{engine}/sessions/{session}:appendEvent': (exchange) => exchange.answer({}),
  'POST /reasoningEngines/{engine}/memories:retrieve': (exchange) =>
    exchange.answer({ retrievedMemories: [{ memory: resource(exchange, 'memory1'), distance: 0.5 }] }),
  'POST /reasoningEngines/{engine}/memories:retrieveProfiles': (exchange) =>
    exchange.answer({ profiles: {} }),
  'POST /reasoningEngines/{engine}/memories:{method}': changed,
  'POST /reasoningEngines/{engine}/memories/{memory}:rollback': changed,

  ...resources('/reasoningEngines'),
  ...resources('/reasoningEngines/{engine}/sessions'),
  ...resources('/reasoningEngines/{engine}/sessions/{session}/events'),
  ...resources('/reasoningEngines/{engine}/memories'),
  ...resources('/reasoningEngines/{engine}/memories/{memory}/revisions'),
  ...resources('/reasoningEngines/{engine}/sandboxEnvironments'),
};

/** Creating, changing and deleting return an operation that is done at once. */
function resources(path: string): Routes {
  const kind = path.slice(path.lastIndexOf('/') + 1);
  return {
    [`POST ${path}`]: (exchange) => exchange.answer(operation(exchange, resource(exchange, 'new'))),
    [`GET ${path}`]: (exchange) =>
      exchange.answer({ [kind]: ['first', 'second'].map((id) => resource(exchange, id)) }),
    [`GET ${path}/{id}`]: (exchange) => exchange.answer(resource(exchange)),
    [`PATCH ${path}/{id}`]: (exchange) => exchange.answer(operation(exchange, resource(exchange))),
    [`DELETE ${path}/{id}`]: changed,
    [`GET ${path}/{id}/operations/{operation}`]: (exchange) =>
      exchange.answer({ name: nameOf(exchange), done: true, response: {} }),
  };
}

function changed(exchange: Exchange): void {
  exchange.answer(operation(exchange, {}));
}

/** Names are paths, without the method. */
function nameOf(exchange: Exchange, id = ''): string {
  const [path = ''] = exchange.target.path.slice(1).split(':');
  return exchange.named(...[path, id].filter(Boolean));
}

const resource = (exchange: Exchange, id?: string) => ({
  name: nameOf(exchange, id),
  createTime: '2026-01-01T00:00:00Z',
  updateTime: '2026-01-01T00:00:00Z',
});

const operation = (exchange: Exchange, response: object) => ({
  name: `${nameOf(exchange)}/operations/1`,
  done: true,
  response,
});
