/** The tables of both libraries: which methods are recorded as spans. */
import { defineOperations, type OperationOn, type OperationTable, patchClassOfResult, type RowsOf } from '@gcp-otel/shared';
import type { LegacyCaches, LegacyTarget, Target } from './client';
import * as interactions from './interactions';
import * as requests from './requests';
import * as responses from './responses';
import * as stored from './stored';
import * as tools from './tools';

type Describe<On> = OperationOn<On>['describe'];

const call = <On>(operation: string, describe: Describe<On>, more: Partial<OperationOn<On>> = {}): OperationOn<On> => ({ operation, returns: 'promise', describe, ...more });

const generate = <On>(describe: Describe<On>): OperationOn<On> => call('generate_content', describe, { outcome: responses.generation });

/** A stream has its token usage in the last chunk. */
const stream = <On>(describe: Describe<On>, more: Partial<OperationOn<On>> = {}): OperationOn<On> =>
  call('generate_content', describe, { returns: 'chunks', gather: responses.gather, outcome: responses.streamedGeneration, ...more });

/** `{ stream, response }`: the chunks, and a promise of the aggregated response. */
const pair = { chunks: 'stream', whole: 'response', handlesRejection: false };
/** A chat awaits the response itself, for its history. */
const chatPair = { ...pair, handlesRejection: true };

const image = (since?: string): OperationOn<Target> =>
  call('generate_content', requests.describeMedia('image'), { outcome: responses.images, ...(since !== undefined && { since }) });
const video = call('generate_content', requests.describeMedia('video'), { outcome: stored.videos });
const fetchVideos = call('fetch_response', requests.describeModel, { outcome: stored.videos });
const createBatch = call('create_batch', requests.describeModel);
const embed = call('embeddings', requests.describeModel, { outcome: responses.embedding });
const interaction: Partial<OperationOn<Target>> = { returns: 'chunks', gather: interactions.gather, outcome: interactions.attributes, promiseMethod: 'parse' };

const legacy = (file: string): readonly string[] => [`build/src/${file}.js`];

interface LegacyMethods {
  readonly [method: string]: OperationOn<LegacyTarget>;
}

const legacyModel: LegacyMethods = {
  generateContent: generate(requests.describeLegacy),
  generateContentStream: stream(requests.describeLegacyStream, { pair }),
  countTokens: call('count_tokens', requests.describeLegacyModel, { outcome: responses.tokenCount }),
};

const legacyChat: LegacyMethods = {
  sendMessage: generate(requests.describeTurn),
  sendMessageStream: stream(requests.describeStreamedTurn, { pair: chatPair }),
};

/** `@google-cloud/vertexai` */
export const legacyOperations: OperationTable = defineOperations({
  GenerativeModel: { files: legacy('models/generative_models'), methods: legacyModel } satisfies RowsOf<LegacyTarget>,
  GenerativeModelPreview: { files: legacy('models/generative_models'), methods: legacyModel } satisfies RowsOf<LegacyTarget>,
  ChatSession: { files: legacy('models/chat_session'), methods: legacyChat } satisfies RowsOf<LegacyTarget>,
  ChatSessionPreview: { files: legacy('models/chat_session'), methods: legacyChat } satisfies RowsOf<LegacyTarget>,
  CachedContents: {
    files: legacy('resources/cached_contents'),
    since: '1.9.0',
    methods: {
      create: call('create_cached_content', requests.describeLegacyCache, { outcome: stored.createdCache }),
      get: call('get_cached_content', requests.describeLegacyCache, { outcome: stored.cache }),
      list: call('list_cached_contents', requests.describeLegacyCache),
      update: call('update_cached_content', requests.describeLegacyCache, { outcome: stored.updatedCache }),
      delete: call('delete_cached_content', requests.describeLegacyCache),
    },
  } satisfies RowsOf<LegacyCaches>,
  AgentEngines: {
    files: legacy('genai/agentengines'),
    since: '1.10.1',
    methods: {
      queryInternal: call('invoke_agent', interactions.describeAgent),
      createInternal: call('create_agent', interactions.describeAgent),
    },
  } satisfies RowsOf<Target>,
  Sandboxes: {
    files: legacy('genai/sandboxes'),
    since: '1.10.1',
    methods: { executeCodeInternal: call('execute_tool', interactions.describeSandbox) },
  } satisfies RowsOf<Target>,
});

/** Every build of the package that an application may load. The main module is one of them. */
const builds: readonly string[] = ['', ...['dist/node/index', 'dist/index'].flatMap((file) => [`${file}.cjs`, `${file}.mjs`, `${file}.js`]), 'dist/web/index.mjs'];

/** `@google/genai`. Internal methods are traced where a public method may send several requests. */
export const operations: OperationTable = defineOperations({
  Models: {
    files: builds,
    methods: {
      generateContent: { assigned: tools.traceCalls },
      generateContentStream: { assigned: tools.traceStreamedCalls },
      generateContentInternal: generate(requests.describeGeneration),
      generateContentStreamInternal: stream(requests.describeStreamedGeneration),
      embedContent: { ...embed, until: '1.42.0' },
      embedContentInternal: { ...embed, since: '1.42.0' },
      generateImagesInternal: image(),
      editImageInternal: image(),
      upscaleImageInternal: image(),
      recontextImage: image('1.13.0'),
      segmentImage: image('1.15.0'),
      generateVideos: { ...video, until: '1.11.0' },
      generateVideosInternal: { ...video, since: '1.11.0' },
      countTokens: call('count_tokens', requests.describeModel, { outcome: responses.tokenCount }),
      computeTokens: call('count_tokens', requests.describeModel, { outcome: responses.tokenCount }),
    },
  } satisfies RowsOf<Target>,
  Caches: {
    files: builds,
    methods: {
      create: call('create_cached_content', requests.describeCache, { outcome: stored.createdCache }),
      get: call('get_cached_content', requests.describeCache, { outcome: stored.cache }),
      listInternal: call('list_cached_contents', requests.describeCache),
      update: call('update_cached_content', requests.describeCache, { outcome: stored.updatedCache }),
      delete: call('delete_cached_content', requests.describeCache),
    },
  } satisfies RowsOf<Target>,
  Operations: {
    files: builds,
    methods: { getVideosOperation: fetchVideos, get: { ...fetchVideos, since: '1.11.0' } },
  } satisfies RowsOf<Target>,
  Batches: {
    files: builds,
    since: '1.7.0',
    methods: {
      createInternal: createBatch,
      createEmbeddingsInternal: { ...createBatch, since: '1.18.0' },
      get: call('get_batch', requests.describeModel, { outcome: stored.batch }),
    },
  } satisfies RowsOf<Target>,
  GoogleGenAI: {
    files: builds,
    methods: { interactions: { wrap: patchClassOfResult('Interactions'), since: '1.33.0' } },
  },
  Interactions: {
    files: [],
    methods: {
      create: call('generate_content', interactions.describe, interaction),
      get: call('fetch_response', interactions.describeStored, interaction),
    },
  } satisfies RowsOf<Target>,
});
