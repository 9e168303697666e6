import type { Caller } from './callers.ts';
import { lineOf } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const question = { contents: 'a secret' };

const answer = 'word1 word2 word3 | STOP';
const statuses = [400, 401, 403, 404, 429, 500, 503];

/** Older clients tell an error's kind, and its status in the message only. */
const refusals = (kind: (status: number) => string) =>
  Object.fromEntries(statuses.map((status) => [`http_${status}`, [kind(status), kind(status)]]));
const general = '! GoogleGenerativeAIError';
const drops = (kind: string) => ({
  reset: [kind, kind],
  truncated: ['! TypeError UND_ERR_SOCKET', 'a stream'],
});

/** What a request meets, and what either library makes of it: as a whole, as a stream. */
const faulty = (...models: string[]) => ({
  async run({ generate, stream }: Caller) {
    const outcomes: Record<string, string[]> = {};
    for (const model of models) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, for whoever draws them
      outcomes[model] = [
        await generate(model, question).then(lineOf, failure),
        await stream(`${model}-streamed`, question).then(() => 'a stream', failure),
      ];
    }
    return outcomes;
  },
});

/** Requests that fail. */
export const failing: Steps<Caller> = {
  'refused by the server': {
    ...faulty(...statuses.map((status) => `http_${status}`)),
    seen: refusals((status) => `! ApiError ${status}`),
    but: {
      'genai 1': refusals((status) => (status < 500 ? '! ClientError' : '! ServerError')),
      'vertexai 1.1': refusals((status) => (status < 500 ? '! ClientError' : general)),
      vertexai: refusals((status) => (status < 500 ? `! ClientError ${status}` : general)),
    },
  },
  'refused by a proxy': {
    ...faulty('html_502'),
    seen: { html_502: ['! ApiError 502', '! ApiError 502'] },
    but: {
      'genai 1': { html_502: ['! ServerError', '! ServerError'] },
      vertexai: { html_502: ['! SyntaxError', '! SyntaxError'] },
    },
  },
  'the connection drops': {
    ...faulty('reset', 'truncated'),
    seen: drops('! TypeError UND_ERR_SOCKET'),
    but: {
      'genai 1': drops('! Error'),
      'vertexai 1.1': drops(general),
      vertexai: drops(`${general} TypeError`),
    },
  },
  'an answer that is no JSON': { ...faulty('bad_json'), seen: { bad_json: ['! SyntaxError', 'a stream'] } },
  'refused once, and not the next time': {
    run: async ({ generate }) => [
      await generate('http_429_once', question).catch(failure),
      lineOf(await generate('http_429_once', question)),
    ],
    seen: ['! ApiError 429', answer],
    but: {
      'genai 1': ['! ClientError', answer],
      'vertexai 1.1': ['! ClientError', answer],
      vertexai: ['! ClientError 429', answer],
    },
  },
  'the message tells the prompt': {
    run: ({ generate }) =>
      generate('http_400', question).then(
        () => 'no error',
        (error: unknown) => String(error).includes('a secret'),
      ),
    seen: true,
  },
  'it takes longer than it may': {
    async run({ timeLimited }) {
      const { generate, stream } = timeLimited(100);
      return [
        await generate('slow_1000', question).catch(failure),
        await stream('slow_1000', question).catch(failure),
      ];
    },
    seen: ['! AbortError 20', '! AbortError 20'],
    but: {
      'genai 1': ['! Error', '! Error'],
      'vertexai 1.1': [general, general],
      vertexai: [`${general} 20`, `${general} 20`],
    },
  },
};
