import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { scriptedAuthClient, sharedScripted, trustScriptedServer } from '@gcp-otel/emulator-tests/emulators';
import type * as Legacy from '@google-cloud/vertexai';
import type * as GenAI from '@google/genai';
import { startTelemetry, stopTelemetry } from '../../../shared/test/telemetry';
import { VertexAIInstrumentation } from '../src';

// The rules are those of https://cloud.google.com/vertex-ai/generative-ai/pricing; the servers say what was used.

const backend = sharedScripted('vertexai');
trustScriptedServer();
const telemetry = startTelemetry();
const plugin = new VertexAIInstrumentation();
/** Node's own: the clients look for what is not in Jest's global object. */
declare const requireClient: NodeJS.Require;
const genai = plugin.instrumentModule(requireClient('@google/genai') as typeof GenAI);
const legacy = plugin.instrumentModule(requireClient('@google-cloud/vertexai') as typeof Legacy);
console.warn = () => {}; // What is experimental says so with each call.

const googleAuthOptions = { authClient: scriptedAuthClient as never };
const place = { project: 'p', location: 'us-central1' };
const httpOptions = { baseUrl: `http://${backend.host}` };
const gemini = new genai.GoogleGenAI({ apiKey: 'key', httpOptions });
const vertex = new genai.GoogleGenAI({ vertexai: true, ...place, googleAuthOptions, httpOptions });
const old = new legacy.VertexAI({ ...place, apiEndpoint: backend.host, googleAuthOptions });

type Labels = { readonly [label: string]: unknown };
const BILLED = 'gcp.vertex_ai.billing.';

/** A series of the counter in short: `151 token input text`. */
const series = ({ attributes, value }: { attributes: object; value: number }): string => {
  const labels = attributes as Labels;
  const {
    unit,
    kind,
    modality,
    long_context: isLong,
  } = Object.fromEntries(Object.entries(labels).map(([label, of]) => [label.replace(BILLED, ''), of]));
  const traffic = labels['gcp.vertex_ai.traffic_type'];
  return [value, unit, kind, modality, traffic, isLong === true && 'long'].filter(Boolean).join(' ');
};

/** What the counter says, and what the spans say beside tokens, each in its order. */
const billed = async () => {
  const points = await telemetry.points('gcp.vertex_ai.client.billing.units');
  const spans = telemetry.finished().map(({ attributes }) =>
    Object.fromEntries(
      Object.entries(attributes)
        .filter(([name]) => name.startsWith(BILLED))
        .map(([name, value]) => [name.replace(BILLED, ''), value]),
    ),
  );
  telemetry.take();
  return {
    units: points.map(series).toSorted(),
    spans: spans.filter((said) => Object.keys(said).length > 0),
    models: [...new Set(points.map(({ attributes }) => (attributes as Labels)['gen_ai.request.model']))],
  };
};

const consumed = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
beforeEach(() => backend.reset());
afterEach(async () => void (await billed()));
afterAll(stopTelemetry);

const contents = 'a question';
const ask = (model: string) => gemini.models.generateContent({ model, contents });
const textOf = (prompt: number, output = 6) =>
  [`${output} token output`, `${prompt} token input text`].toSorted();

interface Case {
  readonly make: () => Promise<unknown>;
  readonly units: readonly string[];
  readonly spans?: readonly object[];
  readonly models: readonly unknown[];
}

const grounded3 = 'gemini-3-flash-grounded';
const grounded25 = 'gemini-2.5-flash-grounded';

const answers: { readonly [rule: string]: Case } = {
  'an answer: its tokens': { make: () => ask('fine'), units: textOf(10), models: ['fine'] },
  'Google Search, Gemini 3: each different query, and no tokens of what was found': {
    make: () => ask(grounded3),
    units: [...textOf(151), '2 query search'].toSorted(),
    spans: [{ search_queries: 2 }],
    models: [grounded3],
  },
  'Google Search, Gemini 2.5: each prompt': {
    make: () => ask(grounded25),
    units: [...textOf(151), '1 prompt search'].toSorted(),
    spans: [{ grounded_prompts: 1 }],
    models: [grounded25],
  },
  'Google Search in a stream, whose chunks repeat it': {
    make: async () =>
      consumed(await gemini.models.generateContentStream({ model: `${grounded3}-running_usage`, contents })),
    units: [...textOf(151), '2 query search'].toSorted(),
    spans: [{ search_queries: 2 }],
    models: [`${grounded3}-running_usage`],
  },
  'a stream that fails: what was used before': {
    make: async () => {
      const model = 'midstream_drop-running_usage';
      await consumed(await gemini.models.generateContentStream({ model, contents })).catch(() => {});
    },
    units: textOf(10, 4),
    models: ['midstream_drop-running_usage'],
  },
  'a stream that is left': {
    make: async () => {
      const model = 'running_usage';
      for await (const _ of await gemini.models.generateContentStream({ model, contents })) break;
    },
    units: textOf(10, 2),
    models: ['running_usage'],
  },
  'Google Search with the old library': {
    make: () => old.getGenerativeModel({ model: grounded25 }).generateContent(contents),
    units: ['1 prompt search ON_DEMAND', '151 token input text ON_DEMAND', '6 token output ON_DEMAND'],
    spans: [{ grounded_prompts: 1 }],
    models: [grounded25],
  },
  'Google Maps: each prompt': {
    make: () => ask('gemini-3-flash-maps'),
    units: [...textOf(10), '1 prompt maps'].toSorted(),
    spans: [{ maps_prompts: 1 }],
    models: ['gemini-3-flash-maps'],
  },
  'a prompt of more than 200 000 tokens': {
    make: () => ask('long'),
    units: ['250000 token input text long', '6 token output long'],
    models: ['long'],
  },
  'a stream of the old library: each modality, what was cached, and thoughts': {
    make: async () => {
      const { stream } = await old
        .getGenerativeModel({ model: 'rich_usage-running_usage' })
        .generateContentStream(contents);
      await consumed(stream);
    },
    units: [
      '1 token cached_input image ON_DEMAND',
      '1 token input audio ON_DEMAND',
      '1 token input document ON_DEMAND',
      '1 token input video ON_DEMAND',
      '1 token output image ON_DEMAND',
      '2 token input image ON_DEMAND',
      '3 token cached_input text ON_DEMAND',
      '5 token output text ON_DEMAND',
      '6 token input text ON_DEMAND',
      '7 token reasoning ON_DEMAND',
    ],
    models: ['rich_usage-running_usage'],
  },
  'no usage, and zero': {
    make: () => Promise.all([ask('no_usage'), ask('zero_usage')]),
    units: [],
    models: [],
  },
};

const media: { readonly [rule: string]: Case } = {
  'images: those that are made': {
    make: () =>
      vertex.models.generateImages({
        model: 'imagen-4-made_2',
        prompt: 'images',
        config: { numberOfImages: 4, includeRaiReason: true },
      }),
    units: ['2 image image'],
    spans: [{ images: 2 }],
    models: ['imagen-4-made_2'],
  },
  'no image': {
    make: () => vertex.models.generateImages({ model: 'imagen-4-filtered', prompt: 'images' }),
    units: [],
    models: [],
  },
  'videos: the seconds of those that are made, once, with the answer that has them': {
    make: async () => {
      const operation = await vertex.models.generateVideos({
        model: 'veo-3-made_2-pending_1',
        prompt: 'videos',
        config: { numberOfVideos: 3, durationSeconds: 8 },
      });
      await vertex.operations.getVideosOperation({ operation });
      await vertex.operations.getVideosOperation({ operation });
      await vertex.operations.get({ operation });
    },
    units: ['16 second video'],
    spans: [{ video_seconds: 16 }],
    models: ['veo-3-made_2-pending_1'],
  },
  'embeddings by the character': {
    make: () => vertex.models.embedContent({ model: 'text-embedding-005', contents: 'a text' }),
    units: ['20 character embedding'],
    spans: [{ characters: 20 }],
    models: ['text-embedding-005'],
  },
  'embeddings by the token': {
    make: () =>
      Promise.all([
        vertex.models.embedContent({ model: 'gemini-embedding-001', contents: 'a text' }),
        gemini.models.embedContent({ model: 'gemini-embedding-001', contents: ['a', 'b'] }),
      ]),
    units: ['10 token embedding', '5 token embedding'],
    models: ['gemini-embedding-001'],
  },
};

const stored: { readonly [rule: string]: Case } = {
  'a cache: its tokens, and hours; of one that lives on, the hours that are added': {
    make: async () => {
      const { name } = await vertex.caches.create({
        model: 'gemini-2.5-flash',
        config: { displayName: 'kept' },
      });
      await vertex.caches.update({ name: name!, config: { ttl: '7200s' } });
      await vertex.caches.update({ name: name!, config: { ttl: '1800s' } });
      await vertex.caches.update({ name: name!, config: { ttl: '7200s' } });
      await vertex.caches.get({ name: name! });
    },
    units: ['2048 token input', '4096 token_hour cache_storage'],
    spans: [{ cache_token_hours: 2048 }, { cache_token_hours: 2048 }],
    models: ['gemini-2.5-flash'],
  },
  'a cache that another process made': {
    make: () => vertex.caches.update({ name: 'cachedContents/foreign', config: { ttl: '7200s' } }),
    units: [],
    models: [],
  },
  'an interaction in the background: once, however often it is fetched': {
    make: async () => {
      const model = 'gemini-3-flash-grounded-pending_1';
      const { id } = await gemini.interactions.create({ model, input: 'a', background: true });
      for (let fetched = 0; fetched < 4; fetched++) await gemini.interactions.get(id);
    },
    units: ['105 token input text', '3 query search', '75 token output text'],
    spans: [{ search_queries: 3 }],
    models: ['gemini-3-flash-grounded-pending_1'],
  },
  'an interaction that was answered, and is fetched later': {
    make: async () => {
      const { id } = await gemini.interactions.create({ model: 'gemini-3-rich_usage', input: 'a' });
      await gemini.interactions.get(id);
    },
    units: ['11 token input', '4 token cached_input', '6 token output text', '7 token reasoning'],
    models: ['gemini-3-rich_usage'],
  },
  'a streamed interaction': {
    make: async () =>
      consumed(await gemini.interactions.create({ model: 'gemini-3-x', input: 'a', stream: true })),
    units: ['10 token input text', '6 token output text'],
    models: ['gemini-3-x'],
  },
  'a batch: once, with the answer that has it': {
    make: async () => {
      const { name } = await gemini.batches.create({
        model: 'gemini-2.5-flash-pending_1',
        src: [{ contents }],
      });
      for (let fetched = 0; fetched < 3; fetched++) await gemini.batches.get({ name: name! });
    },
    units: ['12 token output BATCH', '20 token input text BATCH'],
    models: ['gemini-2.5-flash'],
  },
};

describe.each(Object.entries({ answers, media, stored }))('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', async (_rule, { make, units, spans = [], models }) => {
    await make();
    expect(await billed()).toEqual({ units, spans, models });
  });
});

test('the usage has what is billed: not what a search found, and a fetched interaction once', async () => {
  await ask(grounded3);
  const { id } = await gemini.interactions.create({ model: 'gemini-3-y', input: 'a', background: true });
  for (let fetched = 0; fetched < 3; fetched++) await gemini.interactions.get(id);
  expect(await telemetry.sums('gen_ai.client.token.usage')).toEqual([151, 6, 10, 6]);
});

test('what is not sampled is counted', async () => {
  plugin.setConfig({ requireParentSpan: true });
  await ask(grounded3);
  plugin.setConfig({});
  const { units, spans } = await billed();
  expect({ units, spans }).toEqual({ units: [...textOf(151), '2 query search'].toSorted(), spans: [] });
});

test('each API has its own series, for its prices differ', async () => {
  await vertex.models.generateContent({ model: 'gemini-2.5-flash', contents });
  await ask('gemini-2.5-flash');
  const points = await telemetry.points('gcp.vertex_ai.client.billing.units');
  const providers = points.map((point) => (point.attributes as Labels)['gen_ai.provider.name']);
  expect(new Set(providers)).toEqual(new Set(['gcp.vertex_ai', 'gcp.gemini']));
});
