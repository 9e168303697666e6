import {
  startScriptedFirestore,
  startScriptedSpanner,
  startScriptedStorage,
  startScriptedVertexAI,
  type Backend,
  type Service,
} from '../emulators/index.ts';

/** A client library in a small application, and what its calls look like when all of them are traced. */
export interface Client {
  readonly package: string;
  readonly plugin: string;
  readonly className: string;
  readonly start: () => Promise<Backend<Service>>;
  /** What the application imports. */
  readonly imports: string;
  /** The calls, in JavaScript: the last one is of a method that only the client's own classes have. */
  readonly calls: string;
  readonly spans: readonly string[];
}

const auth = `{ authClient: { getAccessToken: async () => ({ token: 'x' }), getRequestHeaders: async () => new Map([['authorization', 'Bearer x']]) } }`;

const genaiCalls = `
const baseUrl = 'http://' + process.env.VERTEXAI_EMULATOR_HOST;
const ai = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl } });
await ai.models.generateContent({ model: 'gemini-2.5-flash', contents: 'tea?' });`;

export const clients = {
  firestore: {
    package: '@google-cloud/firestore',
    plugin: '@gcp-otel/instrumentation-firestore',
    className: 'FirestoreInstrumentation',
    start: startScriptedFirestore,
    imports: 'Firestore',
    calls: `
const firestore = new Firestore();
await firestore.doc('orders/tea').set({ total: 1 });
await firestore.getAll(firestore.doc('orders/tea'));`,
    spans: ['set orders', 'get_all orders'],
  },
  storage: {
    package: '@google-cloud/storage',
    plugin: '@gcp-otel/instrumentation-storage',
    className: 'StorageInstrumentation',
    start: startScriptedStorage,
    imports: 'Storage',
    calls: `
const storage = new Storage();
await storage.bucket('invoices').file('tea').save('paid', { resumable: false });
await storage.getBuckets();`,
    spans: ['upload invoices', 'list_buckets'],
  },
  spanner: {
    package: '@google-cloud/spanner',
    plugin: '@gcp-otel/instrumentation-spanner',
    className: 'SpannerInstrumentation',
    start: startScriptedSpanner,
    imports: 'Spanner',
    calls: `
const spanner = new Spanner();
await spanner.instance('shops').database('shop').run('SELECT Id FROM Singers');
await spanner.getInstances();`,
    spans: ['SELECT Singers', 'list_instances'],
  },
  vertexai: {
    package: '@google-cloud/vertexai',
    plugin: '@gcp-otel/instrumentation-vertexai',
    className: 'VertexAIInstrumentation',
    start: startScriptedVertexAI,
    imports: 'VertexAI',
    calls: `
const apiEndpoint = process.env.VERTEXAI_EMULATOR_HOST;
const vertexAI = new VertexAI({ project: 'p', location: 'us-central1', apiEndpoint, googleAuthOptions: ${auth} });
await vertexAI.getGenerativeModel({ model: 'gemini-2.5-flash' }).generateContent('tea?');`,
    spans: ['generate_content gemini-2.5-flash'],
  },
  genai: {
    package: '@google/genai',
    plugin: '@gcp-otel/instrumentation-vertexai',
    className: 'VertexAIInstrumentation',
    start: startScriptedVertexAI,
    imports: 'GoogleGenAI',
    calls: genaiCalls,
    spans: ['generate_content gemini-2.5-flash'],
  },
  'genai/web': {
    package: '@google/genai/web',
    plugin: '@gcp-otel/instrumentation-vertexai',
    className: 'VertexAIInstrumentation',
    start: startScriptedVertexAI,
    imports: 'GoogleGenAI',
    calls: genaiCalls,
    spans: ['generate_content gemini-2.5-flash'],
  },
} satisfies Record<string, Client>;

export type ClientName = keyof typeof clients;
