import type { Exchange } from './exchange.ts';
import type { Store } from './store.ts';

export type Handler = (exchange: Exchange, store: Store) => void | Promise<void>;

/** Handlers by `METHOD /path/{parameter}`; `{parameter*}` takes slashes too. */
export type Routes = Readonly<Record<string, Handler>>;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: Handler;
}

export interface Match {
  readonly handle: Handler;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the first route that fits a request. */
export function router(routes: Routes): (method: string, path: string) => Match | undefined {
  const compiled = Object.entries(routes).map(([template, handle]) => compile(template, handle));
  return (method, path) => {
    for (const { method: expected, pattern, handle } of compiled) {
      const match = expected === method ? pattern.exec(path) : undefined;
      if (match) return { handle, parameters: decoded(match.groups) };
    }
    return undefined;
  };
}

function compile(template: string, handle: Handler): Route {
  const [method = '', path = ''] = template.split(' ');
  const pattern = path.replaceAll(/\{(\w+)\*\}/g, '(?<$1>.+)').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^${pattern}$`), handle };
}

function decoded(groups: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

/** What is not encoded, as it is: not every client encodes a `%`. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `/storage/v1/b`, `/upload/storage/v1/b` and, as under STORAGE_EMULATOR_HOST, `/b`: without the version. */
export function withoutVersion(path: string): string {
  return path.replace(/^(\/upload|\/download)?\/storage\/v1(?=\/)/, '$1').replace(/^\/download(?=\/b\/)/, '');
}
