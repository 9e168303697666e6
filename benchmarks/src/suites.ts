import type { Measure } from './harness.ts';
import type { Samples } from './statistics.ts';

/** Measures one thing in a process of its own, which it may fill with providers and patches. */
export type Suite = (measure: Measure) => Promise<Samples>;

/** Each is loaded only when one of its suites is run: one of them measures loading. */
const modules = {
  firestore: () => import('./firestore/suites.ts'),
  storage: () => import('./storage/suites.ts'),
  spanner: () => import('./spanner/suites.ts'),
  vertexai: () => import('./vertexai/suites.ts'),
  load: () => import('./suites/load.ts'),
};

type Modules = { readonly [Name in keyof typeof modules]: Awaited<ReturnType<(typeof modules)[Name]>> };

/** The names of a module's suites: `document.sampled`. */
type SuitesOf<Module> = {
  [Group in keyof Module & string]: `${Group}.${keyof Module[Group] & string}`;
}[keyof Module & string];

/** `firestore.document.sampled` */
export type SuiteName = {
  [Name in keyof Modules]: `${Name}.${SuitesOf<Modules[Name]>}`;
}[keyof Modules];

/** The suite of that name; rejects if there is none. */
export const findSuite = async (suite: string): Promise<Suite> => {
  const [module = '', group = '', name = ''] = suite.split('.');
  const load = Object.entries(modules).find(([key]) => key === module)?.[1];
  const groups: { readonly [group: string]: { readonly [name: string]: Suite } } = (await load?.()) ?? {};
  const found = groups[group]?.[name];
  if (found === undefined) throw new Error(`there is no suite "${suite}"`);
  return found;
};
