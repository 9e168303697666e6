import { added, median, mostAdded, type Samples, taxRatio } from './statistics.ts';
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

/** In time and in bytes: what the plugin adds to a call, as a share of what a hand-written span adds. */
const tax = (name: string, suite: SuiteName): Figure[] => [
  { name: `${name}: time`, suite, mode: 'time', unit: 'ratio', target: 0.9, value: taxRatio },
  { name: `${name}: bytes`, suite, mode: 'bytes', unit: 'ratio', target: 0.9, value: taxRatio },
];

/** The same for what it adds to each chunk of a stream. */
const perChunk = (name: string, suite: SuiteName): Figure[] => [
  { name: `${name}: time`, suite, mode: 'time', unit: 'ns', target: 40, value: overBare },
  { name: `${name}: bytes`, suite, mode: 'bytes', unit: 'B', target: 150, value: overBare },
];

/** What it adds to a call where it does less than tracing it. */
const idle = (name: string, suite: SuiteName, target: number, value = overBare): Figure => ({
  name,
  suite,
  mode: 'time',
  unit: 'ns',
  target,
  value,
});

/** Of something that is measured by the KiB. */
const perMebibyte = (name: string, suite: SuiteName, target: number): Figure => ({
  ...idle(name, suite, target, (samples) => (overBare(samples) * 1024) / 1e6),
  unit: 'ms',
});

const delay = (name: string, suite: SuiteName): Figure => ({
  name: `${name}: delay`,
  suite,
  mode: 'time',
  unit: 'turns',
  target: 0,
  value: (samples) => mostAdded(samples, 'instrumented', 'bare'),
});

const load = (name: string, suite: SuiteName): Figure[] => {
  const of = (what: string) => ({ name: `${name}: ${what}`, suite, mode: 'time' as const });
  return [
    { ...of('time'), unit: 'ms', target: 3, value: medianOf('milliseconds') },
    { ...of('heap'), unit: 'KiB', target: 250, value: medianOf('kibibytes') },
    { ...of('files'), unit: 'files', target: 6, value: medianOf('files') },
  ];
};

export const figures: readonly Figure[] = [
  ...tax('doc.get, sampled', 'firestore.document.sampled'),
  ...tax('query.get, sampled', 'firestore.query.sampled'),
  ...tax('doc.get, unsampled', 'firestore.document.unsampled'),
  idle('doc.get, no SDK', 'firestore.document.noSdk', 150),
  idle('doc.get, metrics only', 'firestore.document.metricsOnly', 250, overHandwritten),
  idle('doc.get, disabled', 'firestore.document.disabled', 15),
  ...perChunk('row by for await', 'firestore.row.forAwait'),
  ...perChunk('row by data listener', 'firestore.row.onData'),
  delay('first row', 'firestore.row.delay'),
  ...load('load of firestore', 'load.plugin.firestore'),

  ...tax('file.getMetadata, sampled', 'storage.metadata.sampled'),
  ...tax('file.getMetadata, unsampled', 'storage.metadata.unsampled'),
  idle('file.getMetadata, no SDK', 'storage.metadata.noSdk', 150),
  idle('file.getMetadata, metrics only', 'storage.metadata.metricsOnly', 250, overHandwritten),
  idle('file.getMetadata, disabled', 'storage.metadata.disabled', 15),
  ...perChunk('chunk by for await', 'storage.chunk.forAwait'),
  ...perChunk('chunk by data listener', 'storage.chunk.onData'),
  ...perChunk('chunk by pipe', 'storage.chunk.byPipe'),
  ...perChunk('chunk written', 'storage.chunk.written'),
  delay('first chunk', 'storage.chunk.delay'),
  ...load('load of storage', 'load.plugin.storage'),

  ...tax('database.run, sampled', 'spanner.query.sampled'),
  ...tax('database.run, unsampled', 'spanner.query.unsampled'),
  idle('database.run, no SDK', 'spanner.query.noSdk', 150),
  idle('database.run, metrics only', 'spanner.query.metricsOnly', 250, overHandwritten),
  idle('database.run, disabled', 'spanner.query.disabled', 15),
  ...tax('runTransactionAsync, sampled', 'spanner.transaction.sampled'),
  ...perChunk('row of runStream by for await', 'spanner.row.forAwait'),
  ...perChunk('row of runStream by data listener', 'spanner.row.onData'),
  delay('first row of runStream', 'spanner.row.delay'),
  idle('statement with literals', 'spanner.statement.literals', 5000),
  idle('statement never seen before', 'spanner.statement.new', 10_000),
  perMebibyte('1 MiB of SQL', 'spanner.statement.large', 100),
  ...load('load of spanner', 'load.plugin.spanner'),

  ...tax('models.generateContent, sampled', 'vertexai.content.sampled'),
  ...tax('models.generateContent, unsampled', 'vertexai.content.unsampled'),
  idle('models.generateContent, no SDK', 'vertexai.content.noSdk', 150),
  idle('models.generateContent, metrics only', 'vertexai.content.metricsOnly', 250, overHandwritten),
  idle('models.generateContent, disabled', 'vertexai.content.disabled', 15),
  ...perChunk('chunk of an answer', 'vertexai.chunk.forAwait'),
  delay('first chunk of an answer', 'vertexai.chunk.delay'),
  ...load('load of vertexai', 'load.plugin.vertexai'),
];
