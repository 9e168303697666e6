import { afterAll, describe, expect, test } from '@jest/globals';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { legacyOperations, operations } from '../src/operations';
import {
  agents,
  answer,
  consumed,
  gemini,
  genai,
  replyWith,
  streamed,
  telemetry,
  vertex,
  vertexAI,
} from './support';

afterAll(stopTelemetry);

interface Case {
  readonly row: string;
  readonly run: () => Promise<unknown>;
  readonly span: string;
  readonly reply?: () => Response;
}

const videos = () => Object.assign(new genai.GenerateVideosOperation(), { name: 'models/veo/operations/1' });
const chunk = () => streamed(answer);
const image = { imageBytes: 'aGk=', mimeType: 'image/png' };
const name = 'cachedContents/mine';
const engine = 'projects/p/locations/l/reasoningEngines/1';
const model = () => vertexAI().getGenerativeModel({ model: 'fine' });
const preview = () => vertexAI().preview.getGenerativeModel({ model: 'fine' });
const caches = () => vertexAI().preview.cachedContents;
const ask = { model: 'fine', contents: 'a' };
const generated = 'generate_content fine';
const interaction = () => Response.json({ id: '1', status: 'completed' });

/** Each row of both tables, by a call that gets there. */
const cases: readonly Case[] = [
  { row: 'Models.generateContentInternal', run: () => gemini().models.generateContent(ask), span: generated },
  {
    row: 'Models.generateContentStreamInternal',
    run: async () => consumed(await gemini().models.generateContentStream(ask)),
    span: generated,
    reply: chunk,
  },
  {
    row: 'Models.embedContentInternal',
    run: () => gemini().models.embedContent(ask),
    span: 'embeddings fine',
  },
  {
    row: 'Models.generateImagesInternal',
    run: () => vertex().models.generateImages({ model: 'fine', prompt: 'a' }),
    span: generated,
  },
  {
    row: 'Models.editImageInternal',
    run: () =>
      vertex().models.editImage({
        model: 'fine',
        prompt: 'a',
        referenceImages: [
          Object.assign(new genai.RawReferenceImage(), { referenceImage: image, referenceId: 1 }),
        ],
      }),
    span: generated,
  },
  {
    row: 'Models.upscaleImageInternal',
    run: () => vertex().models.upscaleImage({ model: 'fine', image, upscaleFactor: 'x2' }),
    span: generated,
  },
  {
    row: 'Models.recontextImage',
    run: () => vertex().models.recontextImage({ model: 'fine', source: { prompt: 'a' } }),
    span: generated,
  },
  {
    row: 'Models.segmentImage',
    run: () => vertex().models.segmentImage({ model: 'fine', source: { image } }),
    span: generated,
  },
  {
    row: 'Models.generateVideosInternal',
    run: () => vertex().models.generateVideos({ model: 'fine', prompt: 'a' }),
    span: generated,
  },
  {
    row: 'Operations.getVideosOperation',
    run: () => vertex().operations.getVideosOperation({ operation: videos() }),
    span: 'fetch_response',
  },
  {
    row: 'Operations.get',
    run: () => vertex().operations.get({ operation: videos() }),
    span: 'fetch_response',
  },
  {
    row: 'Batches.createInternal',
    run: () => gemini().batches.create({ model: 'fine', src: [ask] }),
    span: 'create_batch fine',
  },
  {
    row: 'Batches.createEmbeddingsInternal',
    run: () => gemini().batches.createEmbeddings({ model: 'fine', src: { fileName: 'files/a' } }),
    span: 'create_batch fine',
  },
  { row: 'Batches.get', run: () => gemini().batches.get({ name: 'batches/1' }), span: 'get_batch' },
  { row: 'Models.countTokens', run: () => gemini().models.countTokens(ask), span: 'count_tokens fine' },
  { row: 'Models.computeTokens', run: () => vertex().models.computeTokens(ask), span: 'count_tokens fine' },
  {
    row: 'Caches.create',
    run: () => gemini().caches.create({ model: 'fine' }),
    span: 'create_cached_content fine',
  },
  { row: 'Caches.get', run: () => gemini().caches.get({ name }), span: 'get_cached_content' },
  { row: 'Caches.listInternal', run: () => gemini().caches.list(), span: 'list_cached_contents' },
  {
    row: 'Caches.update',
    run: () => gemini().caches.update({ name, config: { ttl: '60s' } }),
    span: 'update_cached_content',
  },
  { row: 'Caches.delete', run: () => gemini().caches.delete({ name }), span: 'delete_cached_content' },
  {
    row: 'Interactions.create',
    run: async () => gemini().interactions.create({ model: 'fine', input: 'a' }),
    span: generated,
    reply: interaction,
  },
  {
    row: 'Interactions.get',
    run: async () => gemini().interactions.get('1'),
    span: 'fetch_response',
    reply: interaction,
  },
  { row: 'GenerativeModel.generateContent', run: () => model().generateContent('a'), span: generated },
  {
    row: 'GenerativeModel.generateContentStream',
    run: async () => consumed((await model().generateContentStream('a')).stream),
    span: generated,
    reply: chunk,
  },
  {
    row: 'GenerativeModel.countTokens',
    run: () => model().countTokens({ contents: [] }),
    span: 'count_tokens fine',
  },
  {
    row: 'GenerativeModelPreview.generateContent',
    run: () => preview().generateContent('a'),
    span: generated,
  },
  {
    row: 'GenerativeModelPreview.generateContentStream',
    run: async () => consumed((await preview().generateContentStream('a')).stream),
    span: generated,
    reply: chunk,
  },
  {
    row: 'GenerativeModelPreview.countTokens',
    run: () => preview().countTokens({ contents: [] }),
    span: 'count_tokens fine',
  },
  { row: 'ChatSession.sendMessage', run: () => model().startChat({}).sendMessage('a'), span: generated },
  {
    row: 'ChatSession.sendMessageStream',
    run: async () => consumed((await model().startChat({}).sendMessageStream('a')).stream),
    span: generated,
    reply: chunk,
  },
  {
    row: 'ChatSessionPreview.sendMessage',
    run: () => preview().startChat({}).sendMessage('a'),
    span: generated,
  },
  {
    row: 'ChatSessionPreview.sendMessageStream',
    run: async () => consumed((await preview().startChat({}).sendMessageStream('a')).stream),
    span: generated,
    reply: chunk,
  },
  {
    row: 'CachedContents.create',
    run: () => caches().create({ model: 'fine', contents: [] }),
    span: 'create_cached_content fine',
  },
  { row: 'CachedContents.get', run: () => caches().get('mine'), span: 'get_cached_content' },
  { row: 'CachedContents.list', run: () => caches().list(), span: 'list_cached_contents' },
  {
    row: 'CachedContents.update',
    run: () => caches().update({ name: `projects/p/locations/l/${name}` }, ['ttl']),
    span: 'update_cached_content',
  },
  { row: 'CachedContents.delete', run: () => caches().delete('mine'), span: 'delete_cached_content' },
  {
    row: 'AgentEngines.queryInternal',
    run: () => agents().queryInternal({ name: engine }),
    span: 'invoke_agent',
  },
  { row: 'AgentEngines.createInternal', run: () => agents().createInternal({}), span: 'create_agent' },
  {
    row: 'Sandboxes.executeCodeInternal',
    run: () => agents().sandboxes.executeCodeInternal({ name: `${engine}/sandboxEnvironments/1` }),
    span: 'execute_tool code_execution',
  },
];

describe('every row', () => {
  test('has a case, but for those of former releases', () => {
    const traced = [operations, legacyOperations].flatMap((table) =>
      Object.entries(table).flatMap(([className, { methods }]) =>
        Object.entries(methods).flatMap(([method, row]) =>
          'operation' in row && row.until === undefined ? [`${className}.${method}`] : [],
        ),
      ),
    );
    expect(cases.map(({ row }) => row).toSorted()).toEqual(traced.toSorted());
  });

  test.each(cases)('$row', async ({ run, span, reply }) => {
    replyWith(reply);
    await run();
    expect(telemetry.take()).toMatchObject([{ name: span, kind: 'CLIENT', status: 'UNSET' }]);
  });
});
