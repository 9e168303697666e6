import type { Measure } from './harness.ts';
import type { Samples } from './statistics.ts';

/** Measures one thing in a process of its own, which it may fill with providers and patches. */
export type Suite = (measure: Measure) => Promise<Samples>;

const calls = () => import('./suites/calls.ts');
const rows = () => import('./suites/rows.ts');

/** Each loads what it needs only when it is run: one of them measures loading. */
export const suites = {
  sampledDocument: async (measure) => (await calls()).sampledDocument(measure),
  sampledQuery: async (measure) => (await calls()).sampledQuery(measure),
  unsampledDocument: async (measure) => (await calls()).unsampledDocument(measure),
  metricsOnly: async (measure) => (await calls()).metricsOnly(measure),
  noSdk: async (measure) => (await calls()).noSdk(measure),
  disabled: async (measure) => (await calls()).disabled(measure),
  rowsByForAwait: async (measure) => (await rows()).rowsByForAwait(measure),
  rowsByData: async (measure) => (await rows()).rowsByData(measure),
  firstRow: async () => (await rows()).firstRow(),
  load: async () => (await import('./suites/load.ts')).load(),
} satisfies { [name: string]: Suite };

export type SuiteName = keyof typeof suites;

export const isSuite = (name: string): name is SuiteName => name in suites;
