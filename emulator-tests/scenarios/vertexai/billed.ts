import type * as genai from '@google/genai';
import { billed, type Calls, type Place } from '../../suites/bill/billed.ts';
import { billedByThemselves, bills } from './bill-kinds.ts';
import { genaiKit, type GenAI, type GenAIKit } from './kit.ts';

/** Both services that the library asks. */
interface Kit extends GenAIKit {
  readonly vertex: genai.GoogleGenAI;
}

const ai = ({ ai: gemini, vertex }: Kit, { size }: Place) => (size % 2 === 0 ? gemini : vertex);
/** Searches of the two are billed in different ways. */
const model = ({ id, size }: Place, words = ''): string =>
  `gemini-${size < 3 ? '2.5' : '3'}-flash-${words}${id}`;
const contents = ({ size }: Place): string[] =>
  Array.from({ length: size + 1 }, (_, nth) => `question ${nth}`);
const question = (place: Place, words?: string) => ({ model: model(place, words), contents: 'a question' });

async function consume(chunks: AsyncIterable<unknown> | PromiseLike<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await chunks);
}

/** A tool that the library calls by itself, and during which other calls are made. */
const toolsAround = (within: () => Promise<void>) => [
  {
    tool: async () => ({ functionDeclarations: [{ name: 'weather', description: 'the weather' }] }),
    callTool: async () => {
      await within();
      return [{ functionResponse: { name: 'weather', response: { output: 20 } } }];
    },
  },
];

const generates: Calls<Kit> = {
  generateContent: (kit, place) => ai(kit, place).models.generateContent(question(place)),
  'generateContent of many contents': (kit, place) =>
    ai(kit, place).models.generateContent({
      model: model(place),
      contents: contents(place).map((text) => ({ role: 'user', parts: [{ text }] })),
      config: { candidateCount: 2 },
    }),
  'generateContent of what is billed by itself': async (kit, place) => {
    for (const words of billedByThemselves)
      await ai(kit, place).models.generateContent({ model: `${words}-${place.id}`, contents: 'a question' });
  },
  generateContentStream: (kit, place) =>
    consume(ai(kit, place).models.generateContentStream(question(place))),
  'generateContentStream with totals': (kit, place) =>
    consume(ai(kit, place).models.generateContentStream(question(place, 'running_usage-'))),
  'generateContentStream of all kinds': (kit, place) =>
    consume(ai(kit, place).models.generateContentStream(question(place, 'rich_usage-thoughts-'))),
  countTokens: (kit, place) => ai(kit, place).models.countTokens(question(place)),
  chat: async (kit, place) => {
    const chat = ai(kit, place).chats.create({ model: model(place) });
    await chat.sendMessage({ message: 'a question' });
    await consume(chat.sendMessageStream({ message: 'another' }));
  },
  embedContent: (kit, place) =>
    ai(kit, place).models.embedContent({
      model: `gemini-embedding-001-${place.id}`,
      contents: contents(place),
    }),
  'embedContent by characters': (kit, place) =>
    kit.vertex.models.embedContent({ model: `text-embedding-005-${place.id}`, contents: contents(place) }),
};

const makes: Calls<Kit> = {
  generateImages: (kit, place) =>
    ai(kit, place).models.generateImages({
      model: `imagen-4-${place.id}`,
      prompt: 'a cat',
      config: { numberOfImages: 1 + (place.size % 4) },
    }),
  upscaleImage: (kit, { id }) =>
    kit.vertex.models.upscaleImage({
      model: `imagen-4-${id}`,
      image: { imageBytes: 'aGk=', mimeType: 'image/png' },
      upscaleFactor: 'x2',
    }),
  'videos, fetched repeatedly': async (kit, place) => {
    const asked = ai(kit, place);
    let operation = await asked.models.generateVideos({
      model: `veo-3-pending_2-${place.id}`,
      prompt: 'a cat',
      config: { durationSeconds: 4 + place.size },
    });
    for (let nth = 0; nth < 4; nth++) operation = await asked.operations.getVideosOperation({ operation });
  },
  caches: async (kit, place) => {
    const { caches } = ai(kit, place);
    const { name = '' } = await caches.create({
      model: model(place),
      config: { displayName: place.id, contents: 'a lot', ttl: '3600s' },
    });
    await caches.get({ name });
    await caches.update({ name, config: { ttl: `${place.size * 3600}s` } });
    await caches.update({ name, config: { ttl: '10800s' } });
    await caches.list();
    await caches.delete({ name });
  },
  'batch, fetched repeatedly': async ({ ai: { batches } }, place) => {
    const { name = '' } = await batches.create({
      model: model(place, 'pending_1-'),
      src: [{ contents: [{ role: 'user', parts: [{ text: 'a question' }] }] }],
    });
    for (let nth = 0; nth < 3; nth++) await batches.get({ name });
  },
};

/** They try again, and take their time: only what is no failure befalls them. */
const soon = ({ id, ...place }: Place): Place => ({
  ...place,
  id: id.replace(/^(?:http|html)_\d+|^truncated|^bad_json|^midstream_\w+/, 'fine'),
});

const interacts: Calls<Kit> = {
  interaction: ({ ai: { interactions } }, place) =>
    interactions.create({ model: model(soon(place)), input: 'a question' }),
  'interaction as a stream': async ({ ai: { interactions } }, place) =>
    consume(await interactions.create({ model: model(soon(place)), input: 'a question', stream: true })),
  'interaction, fetched repeatedly': async ({ ai: { interactions } }, place) => {
    const { id } = await interactions.create({
      model: model(soon(place), 'pending_1-'),
      input: 'a question',
      background: true,
    });
    for (let nth = 0; nth < 4; nth++) await interactions.get(id);
    await consume(await interactions.get(id, { stream: true }));
  },
  'interaction, fetched at the same time': async ({ ai: { interactions } }, place) => {
    const { id } = await interactions.create({ model: model(soon(place)), input: 'a question' });
    await Promise.all([interactions.get(id), interactions.get(id), interactions.get(id)]);
  },
};

const frames: Calls<Kit> = {
  'tool with calls in it': (kit, place) =>
    ai(kit, place).models.generateContent({
      ...question(place, 'call_2-rounds_2-'),
      config: { tools: toolsAround(place.within) },
    }),
  'tool of a stream with calls in it': async (kit, place) =>
    consume(
      ai(kit, place).models.generateContentStream({
        ...question(place, 'call-'),
        config: { tools: toolsAround(place.within) },
      }),
    ),
  'stream with calls between its chunks': async (kit, place) => {
    let nth = 0;
    for await (const _ of await ai(kit, place).models.generateContentStream(question(place, 'gap_5-')))
      if (++nth === 1) await place.within();
  },
  'stream that is left': async (kit, place) => {
    let taken = 0;
    place.leaves(place.id, 0);
    const words = 'running_usage-gap_20-chunks_9-';
    for await (const _ of await ai(kit, place).models.generateContentStream(question(place, words))) {
      place.leaves(place.id, ++taken);
      if (taken === 1 + (place.size % 3)) break;
    }
    await place.within();
  },
};

export default billed<GenAI, Kit>({
  ...bills,
  prepare(client, tools) {
    const kit = genaiKit(client, tools);
    return { ...kit, vertex: kit.connect('vertex') };
  },
  calls: { ...generates, ...makes, ...interacts },
  frames,
});
