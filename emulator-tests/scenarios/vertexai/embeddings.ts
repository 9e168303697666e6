import type { GenAIKit } from './kit.ts';
import { withoutTransport } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const contents = ['a text', 'another'];

const values = (dimensions: number) => [0.125, 0.25, 0.375].slice(0, dimensions);
const details = (tokenCount: number) => [{ modality: 'TEXT', tokenCount }];
const tokens = (promptTokenCount: number) => ({
  promptTokenCount,
  promptTokensDetails: details(promptTokenCount),
});
const predicted = (dimensions: number) => ({
  values: values(dimensions),
  statistics: { truncated: false, tokenCount: 5 },
});

/** Texts as vectors. */
export const embedding: Steps<GenAIKit> = {
  'two texts': {
    run: async ({ ai, unique }) =>
      withoutTransport(
        await ai.models.embedContent({
          model: unique('text-embedding-005'),
          contents,
          config: { outputDimensionality: 2 },
        }),
      ),
    seen: {
      embeddings: [predicted(2), predicted(2)],
      metadata: { billableCharacterCount: 40 },
    },
    but: {
      'genai 3 gemini': {
        embeddings: [{ values: values(2) }, { values: values(2) }],
        usageMetadata: tokens(10),
      },
      gemini: { embeddings: [{ values: values(2) }, { values: values(2) }] },
    },
  },
  'a text, by a newer model': {
    run: async ({ ai, unique }) =>
      withoutTransport(
        await ai.models.embedContent({ model: unique('gemini-embedding-2'), contents: ['a text'] }),
      ),
    seen: {
      embeddings: [{ values: values(3), statistics: { tokenCount: 5, tokensDetails: details(5) } }],
      usageMetadata: tokens(5),
      truncated: false,
    },
    but: {
      'genai 3 gemini': { embeddings: [{ values: values(3) }], usageMetadata: tokens(5) },
      gemini: { embeddings: [{ values: values(3) }] },
      'genai 2': {
        embeddings: [{ values: values(3), statistics: { tokenCount: 5, tokensDetails: details(5) } }],
      },
      // To it no model is new.
      'genai 1': { embeddings: [predicted(3)], metadata: { billableCharacterCount: 20 } },
    },
  },
  'texts that are refused': {
    run: ({ ai, unique }) =>
      ai.models.embedContent({ model: unique('text-embedding-http_429'), contents }).catch(failure),
    seen: '! ApiError 429',
    but: { 'genai 1': '! ClientError' },
  },
};
