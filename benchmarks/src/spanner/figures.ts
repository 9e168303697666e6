import { type Figure, delay, idle, load, overHandwritten, perChunk, perMebibyte, tax } from '../figure.ts';

export const figures: readonly Figure[] = [
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
];
