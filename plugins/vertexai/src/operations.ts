import { defineOperations, type Operation, type OperationTable, patchClassOfResult } from '@gcp-otel/shared';
import { gatherEvents, interacted, onAgent, onInteraction, onSandbox, onStored } from './interactions';
import { onCache, onGeneration, onGenerationStream, onLegacy, onLegacyCache, onLegacyModel, onLegacyStream, onMedia, onModel, onTurn, onTurnStream } from './requests';
import { answered, cached, counted, drawn, embedded, gather, streamedAnswer } from './responses';
import { callsTools, streamsWithTools } from './tools';

const call = (operation: string, describe: Operation['describe'], more: Partial<Operation> = {}): Operation => ({ operation, returns: 'promise', describe, ...more });

const generate = (describe: Operation['describe']): Operation => call('generate_content', describe, { outcome: answered });

/** A stream tells what it costs with its last chunk. */
const stream = (describe: Operation['describe'], more: Partial<Operation> = {}): Operation =>
  call('generate_content', describe, { returns: 'chunks', gather, outcome: streamedAnswer, ...more });

/** `{ stream, response }`: chunks, and all of them as one. */
const pair = { chunks: 'stream', whole: 'response', isHeard: false };
/** A chat reads its answers too: they go into its history. */
const heardPair = { ...pair, isHeard: true };

const image = (since?: string): Operation => call('generate_content', onMedia('image'), { outcome: drawn, ...(since !== undefined && { since }) });
const video = call('generate_content', onMedia('video'));
const embed = call('embeddings', onModel, { outcome: embedded });
const interaction: Partial<Operation> = { returns: 'chunks', gather: gatherEvents, outcome: interacted, promiseMethod: 'parse' };

const legacy = (file: string): readonly string[] => [`build/src/${file}.js`];

const legacyModel: ClassMethods = {
  generateContent: generate(onLegacy),
  generateContentStream: stream(onLegacyStream, { pair }),
  countTokens: call('count_tokens', onLegacyModel, { outcome: counted }),
};

const legacyChat: ClassMethods = {
  sendMessage: generate(onTurn),
  sendMessageStream: stream(onTurnStream, { pair: heardPair }),
};

type ClassMethods = OperationTable[string]['methods'];

/** `@google-cloud/vertexai` */
export const legacyOperations: OperationTable = defineOperations({
  GenerativeModel: { files: legacy('models/generative_models'), methods: legacyModel },
  GenerativeModelPreview: { files: legacy('models/generative_models'), methods: legacyModel },
  ChatSession: { files: legacy('models/chat_session'), methods: legacyChat },
  ChatSessionPreview: { files: legacy('models/chat_session'), methods: legacyChat },
  CachedContents: {
    files: legacy('resources/cached_contents'),
    since: '1.9.0',
    methods: {
      create: call('create_cached_content', onLegacyCache, { outcome: cached }),
      get: call('get_cached_content', onLegacyCache, { outcome: cached }),
      list: call('list_cached_contents', onLegacyCache),
      update: call('update_cached_content', onLegacyCache),
      delete: call('delete_cached_content', onLegacyCache),
    },
  },
  AgentEngines: {
    files: legacy('genai/agentengines'),
    since: '1.10.1',
    methods: {
      queryInternal: call('invoke_agent', onAgent),
      createInternal: call('create_agent', onAgent),
    },
  },
  Sandboxes: {
    files: legacy('genai/sandboxes'),
    since: '1.10.1',
    methods: { executeCodeInternal: call('execute_tool', onSandbox) },
  },
});

/** Every build of the package that an application may load: the main module is one of them. */
const builds: readonly string[] = ['', ...['dist/node/index', 'dist/index'].flatMap((file) => [`${file}.cjs`, `${file}.mjs`, `${file}.js`]), 'dist/web/index.mjs'];

/** `@google/genai`: what each of its public methods asks the model for, however often it does. */
export const operations: OperationTable = defineOperations({
  Models: {
    files: builds,
    methods: {
      generateContent: { assigned: callsTools },
      generateContentStream: { assigned: streamsWithTools },
      generateContentInternal: generate(onGeneration),
      generateContentStreamInternal: stream(onGenerationStream),
      embedContent: { ...embed, until: '1.42.0' },
      embedContentInternal: { ...embed, since: '1.42.0' },
      generateImagesInternal: image(),
      editImageInternal: image(),
      upscaleImageInternal: image(),
      recontextImage: image('1.13.0'),
      segmentImage: image('1.15.0'),
      generateVideos: { ...video, until: '1.11.0' },
      generateVideosInternal: { ...video, since: '1.11.0' },
      countTokens: call('count_tokens', onModel, { outcome: counted }),
      computeTokens: call('count_tokens', onModel, { outcome: counted }),
    },
  },
  Caches: {
    files: builds,
    methods: {
      create: call('create_cached_content', onCache, { outcome: cached }),
      get: call('get_cached_content', onCache, { outcome: cached }),
      listInternal: call('list_cached_contents', onCache),
      update: call('update_cached_content', onCache),
      delete: call('delete_cached_content', onCache),
    },
  },
  GoogleGenAI: {
    files: builds,
    methods: { interactions: { wrap: patchClassOfResult('Interactions'), since: '1.33.0' } },
  },
  Interactions: {
    files: [],
    methods: {
      create: call('generate_content', onInteraction, interaction),
      get: call('fetch_response', onStored, interaction),
    },
  },
});
