import type { Made } from './calls.ts';

/** A plugin's table: `plugins/<service>/src/operations.ts`. */
export interface Table {
  readonly [className: string]: { readonly methods: { readonly [method: string]: object } };
}

/** The names (`Query.get`) of the rows of traced methods. Other rows wrap internal methods. */
export const rowsOf = (...tables: readonly Table[]): string[] =>
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([className, { methods }]) =>
      Object.entries(methods)
        .filter(([, row]) => !('wrap' in row))
        .map(([method]) => `${className}.${method}`),
    ),
  );

/** The row that traces a call, named after the class that defines the method, or whose constructor assigns it. */
export function rowOf({ target, method }: Made): string {
  let owner = Object.getPrototypeOf(target);
  if (!Object.hasOwn(target, method))
    while (!Object.hasOwn(owner, method)) owner = Object.getPrototypeOf(owner);
  return `${owner.constructor.name}.${method}`;
}

/** For rows that no case calls directly: the row that calls it, and the name of its span. */
export type Inner = Readonly<Record<string, { readonly by: string; readonly span: RegExp }>>;
