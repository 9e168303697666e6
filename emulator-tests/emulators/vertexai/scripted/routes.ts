import type { Exchange } from './exchange.ts';

export type Handler = (exchange: Exchange) => void | Promise<void>;

/** Handlers by `METHOD /path/{parameter}`. */
export type Routes = Readonly<Record<string, Handler>>;
