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
  const answer = await kit.ai.models.generateContent({
    model: kit.unique(name),
    contents: 'a question',
    config: { tools: [toolOf(kit, called)], ...more },
  });
  const { automaticFunctionCallingHistory: history = [] } = answer;
  return { called, answer: lineOf(answer as Answer), history: history.map(({ role }) => role).join(' ') };
}

const byGemini = (...names: string[]) => names.map((name, index) => `${name} call-1-${index + 1}`).join(', ');

/** Functions that the client calls by itself, between the requests that it makes for one call. */
export const calling: Steps<GenAIKit> = {
  'a function is called': {
    run: (kit) => answered(kit, 'call'),
    seen: 0,
  },
  'two are called at once, in two rounds': {
    run: (kit) => answered(kit, 'call_2-rounds_2'),
    seen: 0,
  },
  'as often as is allowed': {
    run: (kit) => answered(kit, 'call-rounds_3', { automaticFunctionCalling: { maximumRemoteCalls: 2 } }),
    seen: 0,
  },
  'not called': {
    run: (kit) => answered(kit, 'call', { automaticFunctionCalling: { disable: true } }),
    seen: 0,
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
    seen: 0,
  },
  'called in a chat': {
    async run(kit) {
      const called: string[] = [];
      const chat = kit.ai.chats.create({
        model: kit.unique('call_2'),
        config: { tools: [toolOf(kit, called)] },
      });
      const answer = await chat.sendMessage({ message: 'a question' });
      return {
        called,
        answer: lineOf(answer as Answer),
        history: chat
          .getHistory()
          .map(({ role }) => role)
          .join(' '),
      };
    },
    seen: 0,
  },
  'a function that fails': {
    run: ({ ai, unique }) =>
      ai.models
        .generateContent({ model: unique('call'), contents: 'a', config: { tools: [brokenTool] } })
        .then((answer) => lineOf(answer as Answer), failure),
    seen: '! RangeError',
  },
  'a request after the function that fails': {
    run: (kit) => answered(kit, 'call-http_503_2').catch(failure),
    seen: 0,
  },
};
