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
    seen: [{ totalTokens: 10 }, '! ApiError 403'],
    but: { 'genai 1': [{ totalTokens: 10 }, '! ClientError'] },
  },
  'tokens are told': {
    run: ({ ai, unique }) =>
      ai.models.computeTokens({ model: unique('fine'), contents: 'a' }).then(withoutTransport, failure),
    seen: { tokensInfo: [{ role: 'user', tokens: ['aGk=', 'IQ=='], tokenIds: ['2151', '235341'] }] },
    // The Gemini API does not tell them.
    but: { gemini: '! Error' },
  },
};
