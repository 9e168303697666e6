import type { Made } from './calls.ts';

/** A plugin's table, as far as its rows have names: `plugins/<service>/src/operations.ts`. */
export interface Table {
  readonly [className: string]: { readonly methods: { readonly [method: string]: object } };
}

/** `Query.get` of every row that calls are traced by. The others replace steps of the library. */
export const rowsOf = (...tables: readonly Table[]): string[] =>
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([className, { methods }]) =>
      Object.entries(methods)
        .filter(([, row]) => !('wrap' in row))
        .map(([method]) => `${className}.${method}`),
    ),
  );

/** The row that traces a call: named after the class that has the method, or whose constructor assigns it. */
export function rowOf({ target, method }: Made): string {
  let owner = Object.getPrototypeOf(target);
  if (!Object.hasOwn(target, method))
    while (!Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner);
  return `${owner.constructor.name}.${method}`;
}

/** For a row that no case calls by itself: what calls it, and which of the spans made there is its own. */
export type Inner = Readonly<Record<string, { readonly by: string; readonly span: RegExp }>>;
