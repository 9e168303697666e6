import type { Exchange } from './exchange.ts';
import type { Routes } from './routes.ts';

/** Cached contents. Their id is their display name, or `cache`. */
export const cacheRoutes: Routes = {
  'POST /cachedContents'(exchange) {
    const { displayName = 'cache' } = exchange.body as { displayName?: string };
    exchange.answer(cache(exchange, displayName));
  },
  'GET /cachedContents': (exchange) =>
    exchange.answer({ cachedContents: ['cache1', 'cache2'].map((id) => cache(exchange, id)) }),
  'GET /cachedContents/{cache}': (exchange) => exchange.answer(cache(exchange, exchange.parameter('cache'))),
  'PATCH /cachedContents/{cache}': (exchange) =>
    exchange.answer(cache(exchange, exchange.parameter('cache'))),
  'DELETE /cachedContents/{cache}': (exchange) => exchange.answer({}),
};

/** So many seconds after a cache was created. */
const created = (seconds: number) =>
  new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('.000', '');

function cache(exchange: Exchange, id: string): object {
  const { body } = exchange;
  const { ttl = '3600s' } = body as { readonly ttl?: string };
  return {
    name: exchange.named('cachedContents', id),
    model: body['model'] ?? 'models/gemini-2.5-flash',
    ...(body['displayName'] !== undefined && { displayName: body['displayName'] }),
    createTime: '2026-01-01T00:00:00Z',
    updateTime: '2026-01-01T00:00:00Z',
    expireTime: body['expireTime'] ?? created(Number.parseInt(ttl, 10)),
    usageMetadata: { totalTokenCount: 2_048 },
  };
}
