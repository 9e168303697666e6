import { type Figure, delay, idle, load, overHandwritten, perChunk, tax } from '../figure.ts';

export const figures: readonly Figure[] = [
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
];
