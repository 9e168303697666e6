import { suppressTracing } from '@opentelemetry/core';
import type { Caller } from './callers.ts';
import { linesOf, withoutTransport, type Answer } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const question = { contents: 'a question' };

/** A stream whose next chunk is sent when the last has been read: whoever keeps one back never sees another. */
async function* oneByOne({ stream, count, context, unique }: Caller, model: string): AsyncGenerator<Answer> {
  const contents = unique('a question, chunk by chunk');
  const aside = suppressTracing(context.active());
  for await (const answer of await stream(model, { contents })) {
    yield answer;
    await context.with(aside, () => count('fine', contents));
  }
}

const piece = (text: string) => ({ content: { role: 'model', parts: [{ text }] } });
const promptTokensDetails = [{ modality: 'TEXT', tokenCount: 10 }];
const tokens = { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 14, promptTokensDetails };
const traffic = { trafficType: 'ON_DEMAND' };

/** A stream's two chunks as the Gemini API has them. */
const gemini = (ids: object) => [
  { candidates: [{ ...piece('word1 '), index: 0 }], ...ids },
  { candidates: [{ ...piece('word2 '), finishReason: 'STOP', index: 0 }], usageMetadata: tokens, ...ids },
];

/** The same as Vertex AI has them. */
const vertex = (index: object) => [
  { candidates: [{ ...piece('word1 '), ...index }], usageMetadata: traffic, ...told, createTime },
  {
    candidates: [{ ...piece('word2 '), finishReason: 'STOP', avgLogprobs: -0.25, ...index }],
    usageMetadata: { ...tokens, ...traffic },
    ...told,
    createTime,
  },
];
/** What comes after two chunks. */
const broken = (badJson: string, error: string, rawError: string) => ({
  drop: ['word1', 'word2', '! TypeError UND_ERR_SOCKET'],
  bad_json: ['word1', 'word2', badJson],
  error: ['word1', 'word2', error],
  raw_error: ['word1', 'word2', rawError],
});

const modelVersion = 'gemini-2.5-flash-001';
const told = { modelVersion, responseId: 'response-1' };
const createTime = '2026-01-01T00:00:00.000000Z';

/** Answers as they come. */
export const streaming: Steps<Caller> = {
  'a stream': {
    async run({ stream }) {
      const chunks: object[] = [];
      for await (const chunk of await stream('fine-chunks_2', question)) chunks.push(withoutTransport(chunk));
      return chunks;
    },
    seen: vertex({}),
    but: {
      'genai 1 gemini': gemini({ modelVersion }),
      gemini: gemini(told),
      vertexai: vertex({ index: 0 }),
    },
  },
  'chunks come when they are sent': {
    async run(caller) {
      let read = 0;
      for await (const _ of oneByOne(caller, 'paced')) read++;
      return read;
    },
    seen: 3,
  },
  'tokens so far, in each chunk': {
    async run({ stream }) {
      const totals: unknown[] = [];
      for await (const { usageMetadata } of await stream('running_usage', question))
        totals.push(Reflect.get(usageMetadata ?? {}, 'totalTokenCount'));
      return totals;
    },
    seen: [12, 14, 16],
  },
  'a stream with two candidates': {
    run: ({ stream }) => linesOf(stream('chunks_2', { ...question, config: { candidateCount: 2 } }), failure),
    seen: ['word1 / word1', 'word2 | STOP / word2 | STOP'],
  },
  'a stream with a thought, and an image': {
    run: ({ stream }) => linesOf(stream('thoughts-chunks_1-image', question), failure),
    seen: ['(A thought.)', 'word1', '[image/png] | STOP'],
  },
  'a stream that calls two functions': {
    run: ({ stream }) => linesOf(stream('call_2', { ...question, functions: ['weather', 'time'] }), failure),
    seen: ['weather({"round":1,"call":1}) time({"round":1,"call":2}) | STOP'],
  },
  'a stream that ends for a reason, and for none': {
    run: async ({ stream }) => [
      await linesOf(stream('finish_MAX_TOKENS', question), failure),
      await linesOf(stream('finish_SAFETY', question), failure),
      await linesOf(stream('finish_NONE', question), failure),
    ],
    seen: [
      ['word1', 'word2', 'word3 | MAX_TOKENS'],
      ['word1', 'word2', 'SAFETY'],
      ['word1', 'word2', 'word3'],
    ],
  },
  'a stream for a prompt that is blocked': {
    run: ({ stream }) => linesOf(stream('blocked', question), failure),
    seen: ['blocked SAFETY'],
  },
  'an empty stream': {
    run: ({ stream }) => linesOf(stream('empty', question), failure),
    seen: [],
  },
  'streams that break: dropped, no JSON, an error as a chunk, the same without a frame': {
    async run(caller) {
      const endings: Record<string, string[]> = {};
      for (const fault of ['drop', 'bad_json', 'error', 'raw_error']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, for whoever draws them
        endings[fault] = await linesOf(oneByOne(caller, `midstream_${fault}-paced`), failure);
      }
      return endings;
    },
    seen: broken('! SyntaxError', '! ApiError 503', '! ApiError 503'),
    but: {
      // To them an error is a chunk like any other, of which they leave nothing.
      'genai 1.52': broken('! SyntaxError', 'nothing', '! ApiError 503'),
      'genai 1': broken('! SyntaxError', 'nothing', '! ServerError'),
      vertexai: broken('! GoogleGenerativeAIError', 'error 503', '! GoogleGenerativeAIError'),
    },
  },
};

/** Streams that are not read to their end. */
export const leaving: Steps<Caller> = {
  'a stream is left': {
    async run({ stream }) {
      const chunks: Answer[] = [];
      for await (const chunk of await stream('gap_20', question)) {
        chunks.push(chunk);
        break;
      }
      return chunks.length;
    },
    seen: 1,
  },
  'a stream is returned from': {
    async run({ stream }) {
      const chunks = await stream('gap_20', question);
      await chunks.next();
      return [await chunks.return(undefined), await chunks.next()];
    },
    seen: [{ done: true }, { done: true }],
  },
  'a stream is thrown into': {
    async run({ stream }) {
      const chunks = await stream('gap_20', question);
      await chunks.next();
      return chunks.throw(new RangeError('thrown in')).catch(failure);
    },
    seen: '! RangeError',
  },
  "a reader's own error": {
    async run({ stream }) {
      try {
        for await (const _ of await stream('gap_20', question)) throw new RangeError('of the application');
      } catch (error) {
        return failure(error);
      }
      return 'no error';
    },
    seen: '! RangeError',
  },
  'a stream is never read': {
    async run({ stream, delay }) {
      await stream('fine', question);
      await delay(50);
      return 'unread';
    },
    seen: 'unread',
  },
  'a stream is read late': {
    async run({ stream, delay }) {
      const chunks = await stream('fine', question);
      await delay(100);
      return linesOf(chunks, failure);
    },
    seen: ['word1', 'word2', 'word3 | STOP'],
  },
};
