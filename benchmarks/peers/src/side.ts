/** A process of its own for each side: `main.ts` starts it, and hears what it has found. */
import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type * as vertexai from '@google-cloud/vertexai';
import type { Findings, Seen, Side } from './sides.ts';

const require = createRequire(import.meta.url);
const side = process.argv[2] as Side;
const calls = 1_000;

const exporter = new InMemorySpanExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
);

const packages: Readonly<Record<Exclude<Side, 'bare'>, string>> = {
  ours: '../../../plugins/vertexai/dist/index.js',
  traceloop: '@traceloop/instrumentation-vertexai',
};

interface Instrumentations {
  readonly VertexAIInstrumentation: new () => object;
}

/** Both have the same name for it, and both trace from then on what is loaded. */
const instrument = ({ VertexAIInstrumentation }: Instrumentations): object => new VertexAIInstrumentation();
if (side !== 'bare') instrument(require(packages[side]) as Instrumentations);

// The client tells at each start that it is deprecated.
console.warn = () => {};
const { VertexAI } = require('@google-cloud/vertexai') as typeof vertexai;

const authClient = { getAccessToken: async () => ({ token: 'scripted-access-token' }) };
const client = new VertexAI({
  project: 'demo-project',
  location: 'us-central1',
  apiEndpoint: process.env['VERTEXAI_EMULATOR_HOST'] ?? '',
  googleAuthOptions: { authClient: authClient as never },
});
const model = (name: string) =>
  client.getGenerativeModel({ model: name, generationConfig: { temperature: 0.5, maxOutputTokens: 100 } });
const question = { contents: [{ role: 'user', parts: [{ text: 'a question' }] }] };

const consume = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
const stream = async (name: string): Promise<void> => {
  const { stream: chunks, response } = await model(name).generateContentStream(question);
  response.catch(() => {});
  await consume(chunks);
};

/** What an application does, and each of them has a chance to tell. */
const scripted: Readonly<Record<string, () => Promise<unknown>>> = {
  'model.generateContent': () => model('rich_usage').generateContent(question),
  "model.generateContent('a text')": () => model('fine').generateContent('a question'),
  'a function is called': () => model('call').generateContent(question),
  'model.generateContentStream': () => stream('fine'),
  'a stream that breaks': () => stream('midstream_drop'),
  'a prompt that is blocked': () => model('blocked').generateContent(question),
  'too many requests': () => model('http_429').generateContent(question),
  'chat.sendMessage': () => model('fine').startChat({}).sendMessage('a question'),
  'model.countTokens': () => model('fine').countTokens(question),
};

async function spansOf(call: () => Promise<unknown>): Promise<Seen[]> {
  exporter.reset();
  await call().catch(() => {});
  return exporter.getFinishedSpans().map(({ name, attributes }) => ({ name, attributes }));
}

/** Takes down what the server answers, and gives the same from then on: a network takes a hundred times as long as we do. */
async function replay(ask: () => Promise<unknown>): Promise<void> {
  const { fetch } = globalThis;
  let body = '';
  globalThis.fetch = async (...request) => {
    const response = await fetch(...request);
    body = await response.clone().text();
    return response;
  };
  await ask();
  globalThis.fetch = async () => new Response(body, { headers: { 'content-type': 'application/json' } });
}

async function timePerCall(): Promise<number> {
  const asked = model('fine');
  const ask = () => asked.generateContent(question);
  await replay(ask);
  const batch = async () => {
    const startedAt = performance.now();
    for (let time = 0; time < calls; time++) await ask();
    exporter.reset();
    return ((performance.now() - startedAt) * 1_000) / calls;
  };
  const batches: number[] = [];
  for (let nth = 0; nth < 15; nth++) batches.push(await batch());
  // The best is the one that was disturbed least.
  return Math.min(...batches);
}

async function firstChunkOnce(): Promise<number> {
  const startedAt = performance.now();
  const { stream: chunks, response } = await model('chunks_4-gap_30').generateContentStream(question);
  await chunks.next();
  const after = performance.now() - startedAt;
  await consume(chunks);
  await response;
  return after;
}

/** The median of many, when the code is compiled and the connection is there. */
async function timeToFirstChunk(): Promise<number> {
  const times: number[] = [];
  for (let nth = -3; nth < 15; nth++) {
    const time = await firstChunkOnce();
    if (nth >= 0) times.push(time);
  }
  return times.toSorted((a, b) => a - b)[7] ?? Number.NaN;
}

const spans: Record<string, readonly Seen[]> = {};
for (const [title, call] of Object.entries(scripted)) spans[title] = await spansOf(call);
const firstChunkAfter = await timeToFirstChunk();
const findings: Findings = { microsecondsPerCall: await timePerCall(), firstChunkAfter, spans };
process.send?.(findings);
process.disconnect?.();
