import { chunksOfAnswer, wholeAnswer } from './answers.ts';
import type { Exchange } from './exchange.ts';
import { ask } from './pacing.ts';
import { generateRequest, promptOf, type Content } from './prompt.ts';
import type { Routes } from './routes.ts';
import { jsonArray, sendStream, serverSentEvents } from './streams.ts';

/** Content generation and token counts, also for tuned models and endpoints of deployed models. */
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

/** In the Gemini API, the contents to count may also be inside a generation request. */
function countedContents({ body }: Exchange): readonly Content[] {
  const { contents, generateContentRequest = {} } = body as {
    contents?: readonly Content[];
    generateContentRequest?: object;
  };
  return contents ?? generateRequest({ ...generateContentRequest }).contents ?? [];
}
