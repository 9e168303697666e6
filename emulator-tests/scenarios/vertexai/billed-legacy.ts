import { billed, type Calls, type Place } from '../../suites/bill/billed.ts';
import { billedByThemselves, bills } from './bill-kinds.ts';
import { legacyKit, type Legacy, type LegacyKit } from './kit.ts';

/** Searches of the two are billed in different ways. */
const name = ({ id, size }: Place, words = ''): string =>
  `gemini-${size < 3 ? '2.5' : '3'}-flash-${words}${id}`;
const model = ({ model: modelOf }: LegacyKit, place: Place, words?: string) =>
  modelOf({ model: name(place, words) });
const chat = (kit: LegacyKit, place: Place) => kit.chat(model(kit, place));

type Streamed = Awaited<ReturnType<ReturnType<typeof model>['generateContentStream']>>;

async function consume({ stream, response }: Streamed): Promise<void> {
  response.catch(() => {});
  for await (const _ of stream);
  await response;
}

const calls: Calls<LegacyKit> = {
  generateContent: (kit, place) => model(kit, place).generateContent('a question'),
  'generateContent of what is billed by itself': async ({ model: modelOf }, { id }) => {
    for (const words of billedByThemselves)
      await modelOf({ model: `${words}-${id}` }).generateContent('a question');
  },
  generateContentStream: async (kit, place) =>
    consume(await model(kit, place).generateContentStream('a question')),
  'generateContentStream with totals': async (kit, place) =>
    consume(await model(kit, place, 'running_usage-').generateContentStream('a question')),
  'generateContentStream whose response is awaited only': async (kit, place) => {
    const { response } = await model(kit, place).generateContentStream('a question');
    await response;
  },
  countTokens: (kit, place) =>
    model(kit, place).countTokens({ contents: [{ role: 'user', parts: [{ text: 'a question' }] }] }),
  chat: async (kit, place) => {
    const talk = chat(kit, place);
    await talk.sendMessage('a question');
    await consume(await talk.sendMessageStream('another'));
  },
  caches: async (kit, place) => {
    const caches = kit.caches();
    const { name: made = '' } = await caches.create({
      model: name(place),
      displayName: place.id,
      contents: [{ role: 'user', parts: [{ text: 'a lot' }] }],
      ttl: '3600s',
    });
    await caches.update({ name: made, ttl: `${place.size * 3600}s` }, ['ttl']);
    await caches.get(made);
    await caches.delete(made);
  },
};

const frames: Calls<LegacyKit> = {
  'stream with calls between its chunks': async (kit, place) => {
    const { stream, response } = await model(kit, place, 'gap_5-').generateContentStream('a question');
    response.catch(() => {});
    let nth = 0;
    for await (const _ of stream) if (++nth === 1) await place.within();
  },
  'stream that is left': async (kit, place) => {
    let taken = 0;
    place.leaves(place.id, 0);
    const left = model(kit, place, 'running_usage-gap_20-chunks_9-');
    const { stream, response } = await left.generateContentStream('a question');
    response.catch(() => {});
    for await (const _ of stream) {
      place.leaves(place.id, ++taken);
      if (taken === 1 + (place.size % 3)) break;
    }
    await place.within();
  },
};

export default billed<Legacy, LegacyKit>({ ...bills, prepare: legacyKit, calls, frames });
