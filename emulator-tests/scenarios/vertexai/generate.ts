import type { Caller } from './callers.ts';
import { lineOf, withoutTransport } from './seen.ts';
import type { Steps } from './steps.ts';

const question = { contents: 'a question' };
const user = (...parts: object[]) => [{ role: 'user', parts }];
const everyOption = {
  temperature: 0,
  topP: 0.5,
  topK: 3,
  maxOutputTokens: 100,
  stopSequences: ['END'],
  frequencyPenalty: 0,
  presencePenalty: 0.25,
  seed: 7,
  responseMimeType: 'application/json',
};

const answer = 'word1 word2 word3 | STOP';
const responseId = 'response-1';
const text = (tokenCount: number) => ({ modality: 'TEXT', tokenCount });
const tokens = {
  promptTokenCount: 10,
  candidatesTokenCount: 6,
  totalTokenCount: 16,
  promptTokensDetails: [text(10)],
};
const candidate = {
  content: { role: 'model', parts: [{ text: 'word1 word2 word3 ' }] },
  finishReason: 'STOP',
};
const modelVersion = 'gemini-2.5-flash-001';
const traffic = { trafficType: 'ON_DEMAND' };

/** An answer as the Gemini API has it. */
const gemini = (ids: object) => ({
  candidates: [{ ...candidate, index: 0 }],
  usageMetadata: tokens,
  ...ids,
});

/** The same as Vertex AI has it. */
const vertex = (index: object) => ({
  candidates: [{ ...candidate, avgLogprobs: -0.25, ...index }],
  usageMetadata: { ...tokens, ...traffic },
  modelVersion,
  createTime: '2026-01-01T00:00:00.000000Z',
  responseId,
});

const rich = {
  promptTokenCount: 10,
  candidatesTokenCount: 6,
  thoughtsTokenCount: 7,
  cachedContentTokenCount: 4,
  toolUsePromptTokenCount: 5,
  totalTokenCount: 28,
  promptTokensDetails: [
    text(4),
    { modality: 'IMAGE', tokenCount: 3 },
    { modality: 'AUDIO', tokenCount: 1 },
    { modality: 'VIDEO', tokenCount: 1 },
    { modality: 'DOCUMENT', tokenCount: 1 },
  ],
  candidatesTokensDetails: [text(5), { modality: 'IMAGE', tokenCount: 1 }],
  cacheTokensDetails: [text(3), { modality: 'IMAGE', tokenCount: 1 }],
  toolUsePromptTokensDetails: [text(5)],
};
const zero = {
  promptTokenCount: 0,
  candidatesTokenCount: 0,
  thoughtsTokenCount: 0,
  cachedContentTokenCount: 0,
  toolUsePromptTokenCount: 0,
  totalTokenCount: 0,
  promptTokensDetails: [text(0)],
};

/** Answers as a whole. */
export const generating: Steps<Caller> = {
  'a question': {
    run: async ({ generate }) => withoutTransport(await generate('fine', question)),
    seen: vertex({}),
    but: {
      // It does not know the id.
      'genai 1 gemini': gemini({ modelVersion }),
      gemini: gemini({ modelVersion, responseId }),
      // It fills in what Vertex AI leaves out.
      vertexai: vertex({ index: 0 }),
    },
  },
  'every option': {
    run: async ({ generate }) =>
      lineOf(await generate('fine', { ...question, config: everyOption, system: 'be brief' })),
    seen: answer,
  },
  'a picture and a question': {
    run: async ({ generate }) =>
      lineOf(
        await generate('echo', {
          contents: user({ inlineData: { mimeType: 'image/png', data: 'aGk=' } }, { text: 'what is it?' }),
        }),
      ),
    seen: 'what is it? | STOP',
  },
  'two candidates': {
    run: async ({ generate }) =>
      lineOf(await generate('chunks_1', { ...question, config: { candidateCount: 2 } })),
    seen: 'word1 | STOP / word1 | STOP',
  },
  'a thought, and an image': {
    run: async ({ generate }) => lineOf(await generate('thoughts-image', question)),
    seen: '(A thought.) word1 word2 word3 [image/png] | STOP',
  },
  'why it stopped': {
    run: ({ generate }) =>
      Promise.all(
        ['MAX_TOKENS', 'SAFETY', 'RECITATION', 'MALFORMED_FUNCTION_CALL', 'NONE'].map(async (reason) =>
          lineOf(await generate(`finish_${reason}`, question)),
        ),
      ),
    seen: [
      'word1 word2 word3 | MAX_TOKENS',
      'SAFETY',
      'word1 word2 word3 | RECITATION',
      'word1 word2 word3 | MALFORMED_FUNCTION_CALL',
      'word1 word2 word3',
    ],
  },
  'a prompt that is blocked': {
    run: async ({ generate }) => [
      lineOf(await generate('blocked', question)),
      lineOf(await generate('blocked_PROHIBITED_CONTENT', question)),
    ],
    seen: ['blocked SAFETY', 'blocked PROHIBITED_CONTENT'],
  },
  'no answer': {
    run: async ({ generate }) => lineOf(await generate('empty', question)),
    seen: 'nothing',
  },
  'functions are called: one, two at once, in two rounds': {
    async run({ generate }) {
      const asked = (name: string, contents: object[] = []) =>
        generate(name, {
          contents: [...user({ text: 'a question' }), ...(contents as [])],
          functions: ['weather', 'time'],
        });
      const answers = ['weather', 'time'].map((name) => ({ functionResponse: { name, response: {} } }));
      return [
        lineOf(await asked('call')),
        lineOf(await asked('call_2')),
        lineOf(await asked('call_2-rounds_2', user(...answers))),
        lineOf(await asked('call_2-rounds_2', [...user(...answers), ...user(...answers)])),
      ];
    },
    seen: [
      'weather({"round":1,"call":1}) | STOP',
      'weather({"round":1,"call":1}) time({"round":1,"call":2}) | STOP',
      'weather({"round":2,"call":1}) time({"round":2,"call":2}) | STOP',
      answer,
    ],
  },
  'tokens: of each kind and modality, none, and not told': {
    run: ({ generate }) =>
      Promise.all(
        ['rich_usage', 'zero_usage', 'no_usage'].map(
          async (name) => (await generate(name, question)).usageMetadata ?? 'not told',
        ),
      ),
    seen: [{ ...rich, ...traffic }, { ...zero, ...traffic }, 'not told'],
    but: { gemini: [rich, zero, 'not told'] },
  },
  'tokens are counted': {
    run: async ({ count }) => withoutTransport(await count('fine', user({ text: 'a' }))),
    seen: { totalTokens: 10 },
    but: {
      vertexai: {
        totalTokens: 10,
        totalBillableCharacters: 40,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 10 }],
      },
    },
  },
};
