import { chunksOfAnswer, wholeAnswer } from './answers.ts';
import type { Exchange } from './exchange.ts';
import { ask } from './pacing.ts';
import { generateRequest, promptOf, type Content } from './prompt.ts';
import type { Routes } from './routes.ts';
import { jsonArray, sendStream, serverSentEvents } from './streams.ts';

/** What models say, and what it would cost. Theirs are also tuned models, and endpoints that models are deployed to. */
export const generateRoutes: Routes = {
  'POST /{kind}/{model}:generateContent': (exchange) => exchange.answer(wholeAnswer(exchange)),

  'POST /{kind}/{model}:streamGenerateContent': (exchange) =>
    sendStream(
      exchange,
      chunksOfAnswer(exchange),
      exchange.query.get('alt') === 'sse' ? serverSentEvents : jsonArray,
    ),

  'POST /{kind}/{model}:countTokens'(exchange) {
    const counted = countedContents(exchange);
    ask(promptOf({ contents: counted }));
    const totalTokens = 10 * counted.length;
    exchange.answer({
      totalTokens,
      ...(exchange.target.vertex && { totalBillableCharacters: 4 * totalTokens }),
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }],
    });
  },

  'POST /{kind}/{model}:computeTokens'(exchange) {
    exchange.answer({
      tokensInfo: countedContents(exchange).map(({ role = 'user' }) => ({
        role,
        tokens: ['aGk=', 'IQ=='],
        tokenIds: ['2151', '235341'],
      })),
    });
  },
};

/** The Gemini API has them also inside the request that they are for. */
function countedContents({ body }: Exchange): readonly Content[] {
  const { contents, generateContentRequest = {} } = body as {
    contents?: readonly Content[];
    generateContentRequest?: object;
  };
  return contents ?? generateRequest({ ...generateContentRequest }).contents ?? [];
}
