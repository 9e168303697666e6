import type { GenerativeModel, Tool } from '@google-cloud/vertexai';
import type { Calls, Names } from '../../suites/calls.ts';
import { contentsOf, made, toolsWith } from './calls.ts';
import type { LegacyKit } from './kit.ts';

const promised = made<LegacyKit>('promise');
const pair = made<LegacyKit>('pair');

const system = (value: string) => ({ role: 'system', parts: [{ text: value }] });

const model = ({ model: modelOf }: LegacyKit, { id }: Names): GenerativeModel => modelOf({ model: id });
/** Everything is the model's own, and the question a text. */
const settled = ({ model: modelOf }: LegacyKit, { id, value }: Names) =>
  modelOf({ model: id, systemInstruction: system(value), tools: toolsWith(value) as Tool[] });
const chat = (kit: LegacyKit, names: Names) =>
  kit.chat(model(kit, names), { history: contentsOf(names.value).slice(0, 2) });
const caches = (kit: LegacyKit) => kit.caches();
const agents = (kit: LegacyKit) => kit.agents();

const request = ({ value }: Names) => ({
  contents: contentsOf(value),
  systemInstruction: system(value),
  tools: toolsWith(value),
  labels: { label: value },
});

const parent = 'projects/demo-project/locations/us-central1';
const engine = ({ id }: Names) => `${parent}/reasoningEngines/${id}`;

/** Calls of `@google-cloud/vertexai` that make one span each. */
export const calls: Calls<LegacyKit> = {
  'model.generateContent': promised(model, 'generateContent', (names) => [request(names)]),
  'model.generateContent(text)': promised(settled, 'generateContent', ({ value }) => [value]),
  'model.generateContentStream': pair(model, 'generateContentStream', (names) => [request(names)]),
  'model.countTokens': promised(model, 'countTokens', ({ value }) => [{ contents: contentsOf(value) }]),
  'chat.sendMessage': promised(chat, 'sendMessage', ({ value }) => [value]),
  'chat.sendMessageStream': pair(chat, 'sendMessageStream', ({ value }) => [[{ text: value }]]),
  'cachedContents.create': promised(caches, 'create', ({ id, value }) => [
    { model: id, displayName: value, contents: contentsOf(value), systemInstruction: system(value) },
  ]),
  'cachedContents.get': promised(caches, 'get', ({ id }) => [`${parent}/cachedContents/${id}`]),
  'cachedContents.list': promised(caches, 'list', () => []),
  'cachedContents.update': promised(caches, 'update', ({ id }) => [
    { name: `${parent}/cachedContents/${id}`, ttl: '60s' },
    ['ttl'],
  ]),
  'cachedContents.delete': promised(caches, 'delete', ({ id }) => [`${parent}/cachedContents/${id}`]),
  'agents.createInternal': promised(agents, 'createInternal', ({ value }) => [
    { config: { displayName: value, description: value } },
  ]),
  'agents.queryInternal': promised(agents, 'queryInternal', (names) => [
    { name: engine(names), config: { classMethod: 'query', input: { input: names.value } } },
  ]),
  'sandboxes.executeCodeInternal': promised(
    (kit) => kit.agents().sandboxes,
    'executeCodeInternal',
    (names) => [
      {
        name: `${engine(names)}/sandboxEnvironments/sandbox`,
        inputs: [{ mimeType: 'text/plain', data: Buffer.from(names.value).toString('base64') }],
      },
    ],
  ),
};
