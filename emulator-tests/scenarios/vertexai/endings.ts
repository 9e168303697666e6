import type { GenAIKit } from './kit.ts';
import { lineOf, type Answer } from './seen.ts';
import { failure, waysToFail, type Steps } from './steps.ts';

const answered = 'word1 word2 word3 | STOP';
const unfinished = 'word1 | CONTINUATION';

const badArguments = (badModel: string, nothingToEmbed: string) => ({
  'no argument': 'rejected ! TypeError',
  'no contents': 'fine',
  'a bad model': badModel,
  'a stream without contents': 'fine',
  'a count without contents': 'fine',
  'an embedding of nothing': nothingToEmbed,
  'a chat without a model': 'thrown ! TypeError',
  'a message of nothing': 'rejected ! Error',
});

async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

/** How calls of `@google/genai` end that are not just answered. */
export const ending: Steps<GenAIKit> = {
  'given up before it is asked': {
    run: ({ ai, unique }) =>
      ai.models
        .generateContent({
          model: unique('fine'),
          contents: 'a',
          config: { abortSignal: AbortSignal.abort() },
        })
        .then((answer) => lineOf(answer as Answer), failure),
    seen: '! AbortError 20',
    // They look for what happens from then on.
    but: { 'genai 1': answered, 'genai 1.52': answered },
  },
  'given up before it is answered': {
    async run({ ai, unique, delay }) {
      const giveUp = new AbortController();
      const answer = ai.models
        .generateContent({
          model: unique('slow_1000'),
          contents: 'a',
          config: { abortSignal: giveUp.signal },
        })
        .then((whole) => lineOf(whole as Answer), failure);
      await delay(100);
      giveUp.abort();
      return answer;
    },
    seen: '! AbortError 20',
    but: { 'genai 1': '! Error' },
  },
  'given up in the middle of a stream': {
    async run({ ai, unique }) {
      const giveUp = new AbortController();
      const lines: string[] = [];
      try {
        const stream = await ai.models.generateContentStream({
          model: unique('gap_200'),
          contents: 'a',
          config: { abortSignal: giveUp.signal },
        });
        for await (const chunk of stream) {
          lines.push(lineOf(chunk));
          giveUp.abort();
        }
      } catch (error) {
        lines.push(failure(error));
      }
      return lines;
    },
    seen: ['word1', '! AbortError 20'],
  },
  'tried again: until it is answered, and in vain': {
    async run({ connect, mode, unique }) {
      const ai = connect(mode, { httpOptions: { retryOptions: { attempts: 2 } } });
      const ask = (model: string) =>
        ai.models
          .generateContent({ model: unique(model), contents: 'a' })
          .then((answer) => lineOf(answer as Answer), failure);
      return [await ask('http_429_once'), await ask('http_503')];
    },
    seen: [answered, '! ApiError 503'],
    but: {
      // It does not try again.
      'genai 1': ['! ClientError', '! ServerError'],
      'genai 1.52': [answered, '! Error'],
    },
  },
  'an answer in three requests': {
    run: async ({ ai, unique }) =>
      lineOf(await ai.models.generateContent({ model: unique('hops_3-chunks_1'), contents: 'a' })),
    seen: 'word1 word1 word1 | STOP',
    but: { 'genai 1': unfinished, 'genai 1.52': unfinished },
  },
  'a stream in two requests': {
    async run({ ai, unique }) {
      const lines: string[] = [];
      const model = unique('hops_2-chunks_2');
      for await (const chunk of await ai.models.generateContentStream({ model, contents: 'a' }))
        lines.push(lineOf(chunk));
      return lines;
    },
    seen: ['word1', 'word2', 'word1', 'word2 | STOP'],
    but: {
      'genai 1': ['word1', 'word2 | CONTINUATION'],
      'genai 1.52': ['word1', 'word2 | CONTINUATION'],
    },
  },
  'bad arguments': {
    async run({ ai }) {
      return waysToFail({
        'no argument': () => ai.models.generateContent(undefined as never),
        'no contents': () => ai.models.generateContent({ model: 'fine' } as never),
        'a bad model': () => ai.models.generateContent({ model: '../fine', contents: 'a' }),
        'a stream without contents': () =>
          ai.models.generateContentStream({ model: 'fine' } as never).then(readAll),
        'a count without contents': () => ai.models.countTokens({ model: 'fine' } as never),
        'an embedding of nothing': () => ai.models.embedContent({ model: 'fine' } as never),
        'a chat without a model': () => Promise.resolve(ai.chats.create(undefined as never)),
        'a message of nothing': () => ai.chats.create({ model: 'fine' }).sendMessage({} as never),
      });
    },
    seen: badArguments('rejected ! Error', 'fine'),
    but: {
      'genai 1 gemini': badArguments('rejected ! ClientError', 'rejected ! Error'),
      'genai 1 vertex': badArguments('fine', 'fine'),
      gemini: badArguments('rejected ! Error', 'rejected ! Error'),
    },
  },
};
