import type { Exchange } from './exchange.ts';
import type { Store } from './store.ts';

export type Handler = (exchange: Exchange, store: Store) => void | Promise<void>;

/** Handlers by `METHOD /path/{parameter}`. */
export type Routes = Readonly<Record<string, Handler>>;

/** Removes the version from `/storage/v1/b` and `/upload/storage/v1/b`. With STORAGE_EMULATOR_HOST, it is `/b` already. */
export function withoutVersion(path: string): string {
  return path.replace(/^(\/upload|\/download)?\/storage\/v1(?=\/)/, '$1').replace(/^\/download(?=\/b\/)/, '');
}
