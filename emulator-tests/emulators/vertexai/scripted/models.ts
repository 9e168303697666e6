import type { Exchange } from './exchange.ts';
import type { Routes } from './routes.ts';

/** Models. Every requested model exists. */
export const modelRoutes: Routes = {
  'GET /models': listModels,
  'GET /tunedModels': listModels,
  'GET /{kind}/{model}': (exchange) => exchange.answer(model(exchange)),
  'PATCH /{kind}/{model}': (exchange) => exchange.answer(model(exchange)),
  'DELETE /{kind}/{model}': (exchange) => exchange.answer({}),
};

const ids = ['gemini-2.5-flash', 'gemini-2.5-pro'];

function listModels(exchange: Exchange): void {
  const { target } = exchange;
  const key = target.published ? 'publisherModels' : target.path.slice(1);
  exchange.answer({ [key]: ids.map((id) => model(exchange, id)) });
}

function model(exchange: Exchange, id = exchange.parameter('model')): object {
  const { published, vertex } = exchange.target;
  // A publisher's models do not belong to a project.
  if (published) return { name: `publishers/google/models/${id}`, versionId: '001' };
  const name = exchange.named(exchange.parameter('kind') || exchange.target.path.slice(1), id);
  if (vertex) return { name, displayName: id, versionId: '1' };
  return { name, displayName: id, version: '001', inputTokenLimit: 1_048_576, outputTokenLimit: 65_536 };
}
