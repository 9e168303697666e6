import type { Caller, Conversation } from './callers.ts';
import { lineOf, linesOf } from './seen.ts';
import { failure, type Steps } from './steps.ts';

const before = [
  { role: 'user', parts: [{ text: 'a question' }] },
  { role: 'model', parts: [{ text: 'an answer' }] },
];

const answer = 'word1 word2 word3 | STOP';

const roles = async ({ history }: Conversation) => (await history()).map(({ role }) => role).join(' ');

/** Turns of a conversation. */
export const chatting: Steps<Caller> = {
  'two turns, after two others': {
    async run({ chat }) {
      const conversation = chat('fine', before);
      const answers = [await conversation.send('hi'), await conversation.send('and?')];
      // The server numbers its answers by the contents that it was sent.
      return [
        ...answers.map(lineOf),
        ...answers.map(({ responseId }) => responseId),
        await roles(conversation),
      ];
    },
    seen: [answer, answer, 'response-3', 'response-5', 'user model user model user model'],
    but: { 'genai 1 gemini': [answer, answer, null, null, 'user model user model user model'] },
  },
  'a turn as a stream': {
    async run({ chat, delay }) {
      const conversation = chat('fine');
      const lines = await linesOf(conversation.sendStream('hi'), failure);
      // `@google-cloud/vertexai` writes its history when it can.
      await delay(20);
      return [lines, await roles(conversation)];
    },
    seen: [['word1', 'word2', 'word3 | STOP'], 'user model model model'],
    but: { vertexai: [['word1', 'word2', 'word3 | STOP'], 'user model'] },
  },
  'a turn that is left': {
    async run({ chat, delay }) {
      const conversation = chat('gap_20');
      for await (const _ of await conversation.sendStream('hi')) break;
      await delay(150);
      return roles(conversation);
    },
    seen: '',
    but: { vertexai: 'user model' },
  },
  'a turn that fails, and the next': {
    async run({ chat }) {
      const conversation = chat('http_503_once');
      return [
        await conversation.send('hi').catch(failure),
        lineOf(await conversation.send('again')),
        await roles(conversation),
      ];
    },
    seen: ['! ApiError 503', answer, 'user model'],
    but: {
      // It fails for good.
      'genai 1': '! ServerError',
      vertexai: ['! GoogleGenerativeAIError', answer, 'user model'],
    },
  },
  'a turn that is blocked': {
    async run({ chat }) {
      const conversation = chat('blocked');
      return [await conversation.send('hi').then(lineOf, failure), await roles(conversation)];
    },
    seen: ['blocked SAFETY', 'user model'],
    but: { vertexai: ['blocked SAFETY', ''] },
  },
};
