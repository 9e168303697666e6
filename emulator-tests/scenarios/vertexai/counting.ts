import type { GenAIKit } from './kit.ts';
import { withoutTransport } from './seen.ts';
import { failure, type Steps } from './steps.ts';

/** Tokens, of a text that no model answers. */
export const counting: Steps<GenAIKit> = {
  'tokens are counted': {
    run: async ({ ai, unique }) => [
      withoutTransport(await ai.models.countTokens({ model: unique('fine'), contents: ['a', 'b'] })),
      await ai.models.countTokens({ model: unique('http_403'), contents: 'a' }).catch(failure),
    ],
    seen: 0,
  },
  'tokens are told': {
    run: ({ ai, unique }) =>
      ai.models.computeTokens({ model: unique('fine'), contents: 'a' }).then(withoutTransport, failure),
    seen: 0,
  },
};
