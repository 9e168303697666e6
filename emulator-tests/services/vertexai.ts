import { documented } from '../conventions/vertexai.ts';
import type { Inner } from '../suites/rows.ts';
import { builtTwice, type ClientReleases, commonJs } from '../versions/client-releases.ts';
import type { Service } from './service.ts';

const asked = (by: string, span: RegExp) => ({ by, span });

const innerRows: Inner = {
  'Models.generateContentInternal': asked('Models.generateContent', /^generate_content/),
  'Models.generateContentStreamInternal': asked('Models.generateContentStream', /^generate_content/),
  'Models.embedContentInternal': asked('Models.embedContent', /^embeddings/),
  // Until 1.42 this method sent the request.
  'Models.embedContent': asked('Models.embedContent', /^embeddings/),
  'Models.generateImagesInternal': asked('Models.generateImages', /^generate_content/),
  'Models.editImageInternal': asked('Models.editImage', /^generate_content/),
  'Models.upscaleImageInternal': asked('Models.upscaleImage', /^generate_content/),
  'Models.generateVideosInternal': asked('Models.generateVideos', /^generate_content/),
  'Batches.createInternal': asked('Batches.create', /^create_batch/),
  'Batches.createEmbeddingsInternal': asked('Batches.createEmbeddings', /^create_batch/),
  'Caches.listInternal': asked('Caches.list', /^list_cached_contents/),
  // No release exports this class, and its name differs between releases.
  'Interactions.create': asked('GeminiNextGenInteractions.create', /^generate_content/),
  'Interactions.get': asked('GeminiNextGenInteractions.get', /^fetch_response/),
};

const auth = `{ authClient: { getAccessToken: async () => ({ token: 'x' }), getRequestHeaders: async () => new Map([['authorization', 'Bearer x']]) } }`;

const genai = {
  imports: 'GoogleGenAI',
  calls: `
const baseUrl = 'http://' + process.env.VERTEXAI_EMULATOR_HOST;
const ai = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl } });
await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'tea?' });`,
  spans: ['generate_content gemini-2.5-flash'],
};

const runs: ClientReleases['runs'] = [{ scenarios: ['common', 'fields'], on: 'scripted' }];

export const vertexai: Service = {
  title: 'Vertex AI',
  plugin: { package: '@gcp-otel/instrumentation-vertexai', className: 'VertexAIInstrumentation' },
  client: '@google/genai',
  // Neither client makes native spans.
  layers: { semantic: '@gcp-otel/instrumentation-vertexai', native: '@google/genai' },
  documented,
  innerRows,
  examples: {
    vertexai: {
      package: '@google-cloud/vertexai',
      imports: 'VertexAI',
      calls: `
const apiEndpoint = process.env.VERTEXAI_EMULATOR_HOST;
const vertexAI = new VertexAI({ project: 'p', location: 'us-central1', apiEndpoint, googleAuthOptions: ${auth} });
await vertexAI.getGenerativeModel({ model: 'gemini-2.5-flash' }).generateContent('tea?');`,
      spans: genai.spans,
    },
    genai: { package: '@google/genai', ...genai },
    'genai/web': { package: '@google/genai/web', ...genai },
  },
  releases: [
    {
      client: '@google-cloud/vertexai',
      versions: ['1.1.0', '1.12.0'],
      modes: commonJs,
      runs,
      env: { CLIENT_MODE: 'stable' },
      minors: 'cjs',
    },
    // The first release of 1 only ships an ES module.
    {
      client: '@google/genai',
      versions: ['1.0.0'],
      modes: ['esm-hooks'],
      runs,
      env: { CLIENT_MODE: 'gemini' },
      minors: 'esm',
    },
    {
      client: '@google/genai',
      versions: ['1.52.0', '2.0.0', '2.32.0', '3.3.0'],
      modes: builtTwice,
      runs,
      env: { CLIENT_MODE: 'vertex' },
    },
  ],
  words: /vertex|genai|gemini/i,
};
