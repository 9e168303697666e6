import type { Call, Calls, Made, Names } from '../../suites/calls.ts';
import type { GenAIKit } from './kit.ts';

type On<Kit> = (kit: Kit, names: Names) => object;
type Args<Kit> = (names: Names, kit: Kit) => unknown[];

/** A call of either library: `id` is the model's name, `value` what must not be told. */
export const made =
  <Kit>(returns: Call<Kit>['returns']) =>
  (on: On<Kit>, method: string, args: Args<Kit>): Call<Kit> => ({
    returns,
    make: (kit, names): Made => ({ target: on(kit, names), method, args: args(names, kit) }),
  });

const promised = made<GenAIKit>('promise');
const chunks = made<GenAIKit>('chunks');

/** What stands for the bytes of an image: in no mode is it told. */
export const imageData = Buffer.from('the canary of an image').toString('base64');

const image = { imageBytes: imageData, mimeType: 'image/png' };

/** All that a prompt can consist of. */
export const contentsOf = (value: string) => [
  { role: 'user', parts: [{ text: value }, { inlineData: { mimeType: 'image/png', data: imageData } }] },
  {
    role: 'model',
    parts: [{ functionCall: { name: 'weather', args: { [value]: value } } }],
  },
  { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { output: value } } }] },
  {
    role: 'user',
    parts: [{ fileData: { mimeType: 'image/png', fileUri: `gs://${value}/image.png` } }, { text: value }],
  },
];

/** A function that the model may call. */
export const toolsWith = (value: string) => [
  {
    functionDeclarations: [
      {
        name: 'weather',
        description: value,
        parameters: { type: 'OBJECT', description: value, properties: {} },
      },
    ],
  },
];

const question = ({ id, value }: Names) => ({
  model: id,
  contents: contentsOf(value),
  config: { systemInstruction: value, tools: toolsWith(value), labels: { label: value } },
});

/** A tool that the client calls by itself, and what it is given and gives. */
const withTool = ({ id, value }: Names) => ({
  model: `call-echo-${id}`,
  contents: value,
  config: {
    tools: [
      {
        tool: async () => ({ functionDeclarations: [{ name: 'weather', description: 'the weather' }] }),
        callTool: async () => [{ functionResponse: { name: 'weather', response: { output: value } } }],
      },
    ],
  },
});

const models: On<GenAIKit> = ({ ai }) => ai.models;
const caches: On<GenAIKit> = ({ ai }) => ai.caches;
const interactions: On<GenAIKit> = ({ ai }) => ai.interactions;
const operations: On<GenAIKit> = ({ ai }) => ai.operations;
const batches: On<GenAIKit> = ({ ai }) => ai.batches;
/** Older releases have no class for it. */
const operation: Args<GenAIKit> = ({ id }, { client }) => [
  {
    operation: Object.assign(
      'GenerateVideosOperation' in client ? new client.GenerateVideosOperation() : {},
      { name: `models/${id}/operations/video` },
    ),
  },
];
const chat: On<GenAIKit> = ({ ai }, { id, value }) =>
  ai.chats.create({
    model: id,
    history: contentsOf(value).slice(0, 2),
    config: { systemInstruction: value },
  });

/** Vertex AI has no embeddings in batches, and takes the requests of others from files. */
export const batchCalls: Calls<GenAIKit> = {
  'batches.create': promised(batches, 'create', ({ id, value }) => [
    { model: id, src: [{ contents: contentsOf(value) }], config: { displayName: value } },
  ]),
  'batches.createEmbeddings': promised(batches, 'createEmbeddings', ({ id, value }) => [
    { model: id, src: { fileName: `files/${value}` } },
  ]),
  'batches.get': promised(batches, 'get', ({ id }) => [{ name: `batches/${id}` }]),
};

/** Calls of `@google/genai` that make one span each. */
export const calls: Calls<GenAIKit> = {
  'models.generateContent': promised(models, 'generateContent', (names) => [question(names)]),
  'models.generateContentStream': chunks(models, 'generateContentStream', (names) => [question(names)]),
  'chat.sendMessage': promised(chat, 'sendMessage', ({ value }) => [{ message: value }]),
  'chat.sendMessageStream': chunks(chat, 'sendMessageStream', ({ value }) => [{ message: value }]),
  'models.embedContent': promised(models, 'embedContent', ({ id, value }) => [
    { model: id, contents: [value], config: { title: value } },
  ]),
  'models.countTokens': promised(models, 'countTokens', ({ id, value }) => [
    { model: id, contents: contentsOf(value) },
  ]),
  'models.computeTokens': promised(models, 'computeTokens', ({ id, value }) => [
    { model: id, contents: contentsOf(value) },
  ]),
  'models.generateImages': promised(models, 'generateImages', ({ id, value }) => [
    { model: id, prompt: value },
  ]),
  'models.editImage': promised(models, 'editImage', ({ id, value }, { client }) => [
    {
      model: id,
      prompt: value,
      referenceImages: [
        Object.assign(new client.RawReferenceImage(), { referenceImage: image, referenceId: 1 }),
      ],
    },
  ]),
  'models.upscaleImage': promised(models, 'upscaleImage', ({ id }) => [
    { model: id, image, upscaleFactor: 'x2' },
  ]),
  'models.recontextImage': promised(models, 'recontextImage', ({ id, value }) => [
    { model: id, source: { prompt: value, productImages: [{ productImage: image }] } },
  ]),
  'models.segmentImage': promised(models, 'segmentImage', ({ id, value }) => [
    { model: id, source: { prompt: value, image } },
  ]),
  'models.generateVideos': promised(models, 'generateVideos', ({ id, value }) => [
    { model: id, prompt: value, image },
  ]),
  'operations.getVideosOperation': promised(operations, 'getVideosOperation', operation),
  'operations.get': promised(operations, 'get', operation),
  ...batchCalls,
  'caches.create': promised(caches, 'create', ({ id, value }) => [
    { model: id, config: { contents: contentsOf(value), systemInstruction: value, displayName: value } },
  ]),
  'caches.get': promised(caches, 'get', ({ id }) => [{ name: `cachedContents/${id}` }]),
  'caches.list': promised(caches, 'list', () => []),
  'caches.update': promised(caches, 'update', ({ id }) => [
    { name: `cachedContents/${id}`, config: { ttl: '60s' } },
  ]),
  'caches.delete': promised(caches, 'delete', ({ id }) => [{ name: `cachedContents/${id}` }]),
  'interactions.create': promised(interactions, 'create', ({ id, value }) => [
    { model: id, input: value, system_instruction: value },
  ]),
  'interactions.create(stream)': chunks(interactions, 'create', ({ id, value }) => [
    { model: id, input: value, stream: true, automatic_continuation: false },
  ]),
  'interactions.create(agent)': promised(interactions, 'create', ({ id, value }) => [
    { agent: id, input: value, background: true },
  ]),
  'interactions.get': promised(interactions, 'get', ({ id }) => [id]),
  'interactions.get(stream)': chunks(interactions, 'get', ({ id }) => [id, { stream: true }]),
};

/** One that makes several. */
export const callsWithTools: Calls<GenAIKit> = {
  'models.generateContent(tools)': promised(models, 'generateContent', (names) => [withTool(names)]),
  'models.generateContentStream(tools)': chunks(models, 'generateContentStream', (names) => [
    withTool(names),
  ]),
};
