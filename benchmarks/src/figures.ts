import { added, median, type Samples, taxRatio } from './statistics.ts';
import type { SuiteName } from './suites.ts';

/** What a process measures. One process never measures both: the heap that bytes need makes everything slower. */
export type Mode = 'time' | 'bytes';

/** One row of the report: where its samples come from, and what they are worth. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ratio' | 'ns' | 'B' | 'ms' | 'KiB' | 'files' | 'turns';
  /** The value is good up to here. */
  readonly target: number;
  readonly suite: SuiteName;
  readonly mode: Mode;
  readonly value: (samples: Samples) => number;
}

const overBare = (samples: Samples): number => added(samples, 'instrumented', 'bare');

const overHandwritten = (samples: Samples): number => added(samples, 'instrumented', 'handwritten');

const medianOf =
  (name: string) =>
  (samples: Samples): number =>
    median(samples[name] ?? []);

const RATIO = { unit: 'ratio', target: 0.9, value: taxRatio } as const;
const ROW_TIME = { unit: 'ns', target: 40, mode: 'time', value: overBare } as const;
const ROW_BYTES = { unit: 'B', target: 150, mode: 'bytes', value: overBare } as const;

export const figures: readonly Figure[] = [
  { name: 'doc.get, sampled: time', suite: 'sampledDocument', mode: 'time', ...RATIO },
  { name: 'doc.get, sampled: bytes', suite: 'sampledDocument', mode: 'bytes', ...RATIO },
  { name: 'query.get, sampled: time', suite: 'sampledQuery', mode: 'time', ...RATIO },
  { name: 'query.get, sampled: bytes', suite: 'sampledQuery', mode: 'bytes', ...RATIO },
  { name: 'doc.get, unsampled: time', suite: 'unsampledDocument', mode: 'time', ...RATIO },
  { name: 'doc.get, unsampled: bytes', suite: 'unsampledDocument', mode: 'bytes', ...RATIO },
  { name: 'doc.get, no SDK', unit: 'ns', target: 150, suite: 'noSdk', mode: 'time', value: overBare },
  {
    name: 'doc.get, metrics only',
    unit: 'ns',
    target: 250,
    suite: 'metricsOnly',
    mode: 'time',
    value: overHandwritten,
  },
  { name: 'doc.get, disabled', unit: 'ns', target: 15, suite: 'disabled', mode: 'time', value: overBare },
  { name: 'row by for await: time', suite: 'rowsByForAwait', ...ROW_TIME },
  { name: 'row by for await: bytes', suite: 'rowsByForAwait', ...ROW_BYTES },
  { name: 'row by data listener: time', suite: 'rowsByData', ...ROW_TIME },
  { name: 'row by data listener: bytes', suite: 'rowsByData', ...ROW_BYTES },
  { name: 'first row: delay', unit: 'turns', target: 0, suite: 'firstRow', mode: 'time', value: overBare },
  { name: 'load: time', unit: 'ms', target: 3, suite: 'load', mode: 'time', value: medianOf('milliseconds') },
  { name: 'load: heap', unit: 'KiB', target: 250, suite: 'load', mode: 'time', value: medianOf('kibibytes') },
  { name: 'load: files', unit: 'files', target: 6, suite: 'load', mode: 'time', value: medianOf('files') },
];
