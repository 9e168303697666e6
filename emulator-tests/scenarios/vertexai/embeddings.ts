import type { GenAIKit } from './kit.ts';
import { withoutTransport } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const contents = ['a text', 'another'];

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
    seen: 0,
  },
  'a text, by a newer model': {
    run: async ({ ai, unique }) =>
      withoutTransport(
        await ai.models.embedContent({ model: unique('gemini-embedding-2'), contents: ['a text'] }),
      ),
    seen: 0,
  },
  'texts that are refused': {
    run: ({ ai, unique }) =>
      ai.models.embedContent({ model: unique('text-embedding-http_429'), contents }).catch(failure),
    seen: 0,
  },
};
