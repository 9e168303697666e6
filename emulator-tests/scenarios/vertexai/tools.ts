import type { CallableTool, GenerateContentConfig } from '@google/genai';
import { toolsOf } from './callers.ts';
import type { GenAIKit } from './kit.ts';
import { lineOf, linesOf, type Answer } from './seen.ts';
import { failure, type Steps } from './steps.ts';

/** A tool that the client calls by itself. Its work has a span of the application's; `called` tells what it was asked for. */
function toolOf({ inSpan }: GenAIKit, called: string[]): CallableTool {
  return {
    tool: async () => toolsOf(['weather', 'time'])[0] ?? {},
    callTool: (calls) =>
      inSpan('tool work', async () => {
        called.push(calls.map(({ id, name }) => [name, id].filter(Boolean).join(' ')).join(', '));
        return calls.map(({ id = '', name = '' }) => ({
          functionResponse: { id, name, response: { output: 20 } },
        }));
      }),
  };
}

const brokenTool: CallableTool = {
  tool: async () => toolsOf(['weather'])[0] ?? {},
  callTool: async () => {
    throw new RangeError('of the tool');
  },
};

/** What the tool was asked for, and the answer. */
async function answered(kit: GenAIKit, name: string, more: GenerateContentConfig = {}) {
  const called: string[] = [];
  const response = await kit.ai.models.generateContent({
    model: kit.unique(name),
    contents: 'a question',
    config: { tools: [toolOf(kit, called)], ...more },
  });
  const { automaticFunctionCallingHistory: history = [] } = response;
  return { called, answer: lineOf(response), history: history.map(({ role }) => role).join(' ') };
}

const answer = 'word1 word2 word3 | STOP';

/** Only the Gemini API's calls have ids. */
const ofEach = (seen: (call: (name: string, id: string) => string) => object) => ({
  seen: seen((name) => name),
  but: { gemini: seen((name, id) => `${name} ${id}`) },
});

/** Functions that the client calls by itself, between the requests that it makes for one call. */
export const calling: Steps<GenAIKit> = {
  'a function is called': {
    run: (kit) => answered(kit, 'call'),
    ...ofEach((call) => ({ called: [call('weather', 'call-1-1')], answer, history: 'user model user' })),
  },
  'two are called at once, in two rounds': {
    run: (kit) => answered(kit, 'call_2-rounds_2'),
    ...ofEach((call) => ({
      called: [
        `${call('weather', 'call-1-1')}, ${call('time', 'call-1-2')}`,
        `${call('weather', 'call-2-1')}, ${call('time', 'call-2-2')}`,
      ],
      answer,
      history: 'user model user model user',
    })),
  },
  'as often as is allowed': {
    run: (kit) => answered(kit, 'call-rounds_3', { automaticFunctionCalling: { maximumRemoteCalls: 2 } }),
    ...ofEach((call) => ({
      called: [call('weather', 'call-1-1'), call('weather', 'call-2-1')],
      answer: 'weather({"round":2,"call":1}) | STOP',
      history: 'user model user model user',
    })),
  },
  'not called': {
    run: (kit) => answered(kit, 'call', { automaticFunctionCalling: { disable: true } }),
    seen: { called: [], answer: 'weather({"round":1,"call":1}) | STOP', history: '' },
  },
  'called in the middle of a stream': {
    async run(kit) {
      const called: string[] = [];
      const stream = kit.ai.models.generateContentStream({
        model: kit.unique('call_2-rounds_2'),
        contents: 'a question',
        config: { tools: [toolOf(kit, called)] },
      });
      return { lines: await linesOf(stream as Promise<AsyncGenerator<Answer>>, failure), called };
    },
    ...ofEach((call) => ({
      lines: [
        'weather({"round":1,"call":1}) time({"round":1,"call":2}) | STOP',
        // The answers of the functions.
        'nothing',
        'weather({"round":2,"call":1}) time({"round":2,"call":2}) | STOP',
        'nothing',
        'word1',
        'word2',
        'word3 | STOP',
      ],
      // One after the other, also those that are called at once.
      called: [
        call('weather', 'call-1-1'),
        call('time', 'call-1-2'),
        call('weather', 'call-2-1'),
        call('time', 'call-2-2'),
      ],
    })),
  },
  'called in a stream that is opened in one place and read in another': {
    async run(kit) {
      const called: string[] = [];
      const stream = await kit.inSpan('open', () =>
        kit.ai.models.generateContentStream({
          model: kit.unique('call'),
          contents: 'a question',
          config: { tools: [toolOf(kit, called)] },
        }),
      );
      const lines: string[] = [];
      let reads = 0;
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- each step in a span of its own
        const { done, value } = await kit.inSpan(`read ${++reads}`, () => stream.next());
        if (done) return { lines, called };
        lines.push(lineOf(value));
      }
    },
    ...ofEach((call) => ({
      lines: ['weather({"round":1,"call":1}) | STOP', 'nothing', 'word1', 'word2', 'word3 | STOP'],
      called: [call('weather', 'call-1-1')],
    })),
  },
  'called in a chat': {
    async run(kit) {
      const called: string[] = [];
      const chat = kit.ai.chats.create({
        model: kit.unique('call_2'),
        config: { tools: [toolOf(kit, called)] },
      });
      const response = await chat.sendMessage({ message: 'a question' });
      return {
        called,
        answer: lineOf(response),
        history: chat
          .getHistory()
          .map(({ role }) => role)
          .join(' '),
      };
    },
    ...ofEach((call) => ({
      called: [`${call('weather', 'call-1-1')}, ${call('time', 'call-1-2')}`],
      answer,
      history: 'user model user model',
    })),
  },
  'a function that fails': {
    run: ({ ai, unique }) =>
      ai.models
        .generateContent({ model: unique('call'), contents: 'a', config: { tools: [brokenTool] } })
        .then((response) => lineOf(response as Answer), failure),
    seen: '! RangeError',
  },
  'a function, and a request that fails': {
    run: (kit) => answered(kit, 'call-http_503').catch(failure),
    seen: '! ApiError 503',
    but: { 'genai 1': '! ServerError' },
  },
};
