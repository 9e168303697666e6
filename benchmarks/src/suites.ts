import type { Measure } from './harness.ts';
import type { Samples } from './statistics.ts';

/** Measures one thing in its own process, in which it may register providers and patches. */
export type Suite = (measure: Measure) => Promise<Samples>;

interface Suites {
  readonly [group: string]: { readonly [name: string]: Suite };
}

/** Loads suites lazily, because one of them measures loading. */
const suitesIn = async (module: string): Promise<Suites> => {
  const file = module === 'load' ? './suites/load.ts' : `./${module}/suites.ts`;
  try {
    return (await import(file)) as Suites;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.endsWith('MODULE_NOT_FOUND')) return {};
    throw error;
  }
};

/** The suite `firestore.document.sampled`; rejects if there is none. */
export const findSuite = async (suite: string): Promise<Suite> => {
  const [module = '', group = '', name = ''] = suite.split('.');
  const found = (await suitesIn(module))[group]?.[name];
  if (found === undefined) throw new Error(`there is no suite "${suite}"`);
  return found;
};
