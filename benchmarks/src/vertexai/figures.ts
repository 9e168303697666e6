import { type Figure, delay, idle, load, overHandwritten, perChunk, tax } from '../figure.ts';

export const figures: readonly Figure[] = [
  ...tax('models.generateContent, sampled', 'vertexai.content.sampled'),
  ...tax('models.generateContent, unsampled', 'vertexai.content.unsampled'),
  idle('models.generateContent, no SDK', 'vertexai.content.noSdk', 150),
  idle('models.generateContent, metrics only', 'vertexai.content.metricsOnly', 250, overHandwritten),
  idle('models.generateContent, disabled', 'vertexai.content.disabled', 15),
  ...perChunk('chunk of an answer', 'vertexai.chunk.forAwait'),
  delay('first chunk of an answer', 'vertexai.chunk.delay'),
  ...load('load of vertexai', 'load.plugin.vertexai'),
];
