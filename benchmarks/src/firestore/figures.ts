import { type Figure, delay, idle, load, overHandwritten, perChunk, tax } from '../figure.ts';

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
];
