import type { LegacyKit } from './kit.ts';
import { lineOf, linesOf, type Answer } from './seen.ts';
import { failure, waysToFail, type Steps } from './steps.ts';

const line = (answer: object) => lineOf(answer);

/** What became of a promise, and how many rejections nobody handled meanwhile. */
async function unhandledDuring(work: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: string[] = [];
  const note = (reason: unknown) => unhandled.push(failure(reason));
  process.on('unhandledRejection', note);
  try {
    return [await work(), unhandled];
  } finally {
    process.off('unhandledRejection', note);
  }
}

const dropped = '! TypeError UND_ERR_SOCKET';
const brokenLines = ['word1', 'word2', dropped];
const bothCalled = 'undeclared({"round":1,"call":1}) undeclared({"round":1,"call":2}) | STOP';
const badArguments = {
  'no argument': 'rejected ! TypeError',
  'a stream of nothing': 'rejected ! TypeError',
  'a count of nothing': 'fine',
  'a message of nothing': 'rejected ! ClientError',
  'no options': 'thrown ! TypeError',
};

/** What `@google-cloud/vertexai` has apart: a stream has a response as well, which knows all of it. */
export const responding: Steps<LegacyKit> = {
  'a question as a text, to a model with settings': {
    async run({ model, unique }) {
      const asked = model({
        model: unique('echo'),
        generationConfig: { temperature: 0, candidateCount: 2 },
        systemInstruction: { role: 'system', parts: [{ text: 'be brief' }] },
      });
      return line((await asked.generateContent('a question')).response);
    },
    seen: 'a question | STOP / a question | STOP',
  },
  'a deployed model': {
    async run({ model, unique }) {
      const name = `projects/p/locations/l/endpoints/${unique('fine')}`;
      return line((await model({ model: name }).generateContent('a question')).response);
    },
    seen: 'word1 word2 word3 | STOP',
    but: { '1.1': '! ClientError' },
  },
  'only the response': {
    async run({ model, unique }) {
      const { response } = await model({ model: unique('thoughts-chunks_2') }).generateContentStream('a');
      return response;
    },
    seen: {
      usageMetadata: {
        promptTokenCount: 10,
        candidatesTokenCount: 6,
        totalTokenCount: 16,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
        trafficType: 'ON_DEMAND',
      },
      candidates: [
        {
          index: 0,
          content: { role: 'model', parts: [{ text: 'A thought. word1 word2 ' }] },
          finishReason: 'STOP',
        },
      ],
    },
  },
  'the stream, then the response': {
    async run({ model, unique }) {
      const { stream, response } = await model({ model: unique('call_2') }).generateContentStream('a');
      return [await linesOf(stream as AsyncGenerator<Answer>, failure), line(await response)];
    },
    seen: [[bothCalled], bothCalled],
    // It keeps the last of them only.
    but: { '1.1': [[bothCalled], 'undeclared({"round":1,"call":2}) | STOP'] },
  },
  'a stream that is left, then the response': {
    async run({ model, unique }) {
      const { stream, response } = await model({ model: unique('gap_20') }).generateContentStream('a');
      for await (const _ of stream) break;
      return line(await response);
    },
    seen: 'word1 word2 word3 | STOP',
  },
  'the response of an empty stream': {
    async run({ model, unique }) {
      const { response } = await model({ model: unique('empty') }).generateContentStream('a');
      return response.then(line, failure);
    },
    seen: '! GoogleGenerativeAIError',
  },
  'a stream that breaks, and nobody looks at the response': {
    run: ({ model, unique, delay }) =>
      unhandledDuring(async () => {
        const { stream } = await model({ model: unique('midstream_drop-gap_20') }).generateContentStream('a');
        const lines = await linesOf(stream as AsyncGenerator<Answer>, failure);
        await delay(20);
        return lines;
      }),
    seen: [brokenLines, [dropped]],
  },
  'a stream that breaks, and only the response is looked at': {
    run: ({ model, unique }) =>
      unhandledDuring(async () => {
        const { response } = await model({ model: unique('midstream_bad_json') }).generateContentStream('a');
        return response.then(line, failure);
      }),
    seen: ['! GoogleGenerativeAIError', []],
  },
  'a turn that breaks, as a stream': {
    run: ({ chat, model, unique, delay }) =>
      unhandledDuring(async () => {
        const { stream, response } = await chat(model({ model: unique('midstream_drop') })).sendMessageStream(
          'a',
        );
        const lines = await linesOf(stream as AsyncGenerator<Answer>, failure);
        const answer = await response.then(line, failure);
        await delay(20);
        return [lines, answer];
      }),
    seen: [[brokenLines, dropped], []],
    // Its history has a rejection of its own.
    but: {
      '1.1 stable': [[brokenLines, dropped], ['! GoogleGenerativeAIError']],
      '1.1 preview': [[brokenLines, dropped], [dropped]],
    },
  },
  'bad arguments': {
    async run({ model, chat, unique, client, vertexAI }) {
      const fine = model({ model: unique('fine') });
      return waysToFail({
        'no argument': () => fine.generateContent(undefined as never),
        'no contents': () => fine.generateContent({} as never),
        'a stream of nothing': () => fine.generateContentStream(undefined as never),
        'a count of nothing': () => fine.countTokens(undefined as never),
        'a message of nothing': () => chat(fine).sendMessage(undefined as never),
        'a broken header': () => model({ model: unique('fine') }, { apiClient: 'a\nb' }).generateContent('a'),
        'no model': () => Promise.resolve(vertexAI.getGenerativeModel({ model: '' })),
        'no options': () => Promise.resolve(new client.VertexAI(undefined as never)),
      });
    },
    seen: {
      ...badArguments,
      'no contents': 'fine',
      'a broken header': 'rejected ! GoogleGenerativeAIError ClientError',
      'no model': 'thrown ! ClientError',
    },
    but: {
      '1.1': {
        ...badArguments,
        'no contents': 'rejected ! TypeError',
        'a broken header': 'rejected ! GoogleGenerativeAIError',
        'no model': 'fine',
      },
    },
  },
};
