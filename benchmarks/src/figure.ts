import { added, median, mostAdded, type Samples, taxRatio } from './statistics.ts';

/** What a process measures. Never both, because the heap settings for bytes make everything slower. */
export type Mode = 'time' | 'bytes';

/** One row of the report: the suite that it is measured by, and how its value is computed. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ratio' | 'ns' | 'B' | 'ms' | 'KiB' | 'files' | 'turns';
  /** The highest value that meets the target. */
  readonly target: number;
  readonly suite: string;
  readonly mode: Mode;
  readonly value: (samples: Samples) => number;
}

const overBare = (samples: Samples): number => added(samples, 'instrumented', 'bare');

export const overHandwritten = (samples: Samples): number => added(samples, 'instrumented', 'handwritten');

const medianOf =
  (name: string) =>
  (samples: Samples): number =>
    median(samples[name] ?? []);

/** What the plugin adds to a call, in time and in bytes, as a share of what a hand-written span adds. */
export const tax = (name: string, suite: string): Figure[] => [
  { name: `${name}: time`, suite, mode: 'time', unit: 'ratio', target: 0.9, value: taxRatio },
  { name: `${name}: bytes`, suite, mode: 'bytes', unit: 'ratio', target: 0.9, value: taxRatio },
];

/** The same for each chunk of a stream. */
export const perChunk = (name: string, suite: string): Figure[] => [
  { name: `${name}: time`, suite, mode: 'time', unit: 'ns', target: 40, value: overBare },
  { name: `${name}: bytes`, suite, mode: 'bytes', unit: 'B', target: 150, value: overBare },
];

/** What the plugin adds to a call for which it does less than tracing. */
export const idle = (name: string, suite: string, target: number, value = overBare): Figure => ({
  name,
  suite,
  mode: 'time',
  unit: 'ns',
  target,
  value,
});

/** For something that is measured per KiB. */
export const perMebibyte = (name: string, suite: string, target: number): Figure => ({
  ...idle(name, suite, target, (samples) => (overBare(samples) * 1024) / 1e6),
  unit: 'ms',
});

export const delay = (name: string, suite: string): Figure => ({
  name: `${name}: delay`,
  suite,
  mode: 'time',
  unit: 'turns',
  target: 0,
  value: (samples) => mostAdded(samples, 'instrumented', 'bare'),
});

export const load = (name: string, suite: string): Figure[] => {
  const of = (what: string) => ({ name: `${name}: ${what}`, suite, mode: 'time' as const });
  return [
    { ...of('time'), unit: 'ms', target: 3, value: medianOf('milliseconds') },
    { ...of('heap'), unit: 'KiB', target: 250, value: medianOf('kibibytes') },
    { ...of('files'), unit: 'files', target: 6, value: medianOf('files') },
  ];
};
