import { afterAll, describe, expect, test } from '@jest/globals';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { modelName } from '../src/client';
import { gemini, requests, telemetry, vertex, vertexAI } from './support';

afterAll(stopTelemetry);

describe('models by the name that they are known by', () => {
  const parent = 'projects/p/locations/l';
  test.each([
    ['gemini-2.5-flash', 'gemini-2.5-flash'],
    ['models/gemini-2.5-flash', 'gemini-2.5-flash'],
    ['google/gemini-2.5-flash', 'gemini-2.5-flash'],
    ['publishers/google/models/gemini-2.5-flash', 'gemini-2.5-flash'],
    [`${parent}/publishers/meta/models/llama-4`, 'llama-4'],
    ['tunedModels/mine', 'tunedModels/mine'],
    [`${parent}/endpoints/123`, 'endpoints/123'],
    [`${parent}/models/123`, 'models/123'],
    [`${parent}/publishers/google/models/${parent}/endpoints/123`, 'endpoints/123'],
    ['meta/llama-4', 'meta/llama-4'],
    ['', undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('%s', (model, name) => {
    expect(modelName(model)).toBe(name);
  });
});

/** Who was asked, and where, as the span of a call tells it. */
const told = async (call: () => Promise<unknown>) => {
  await call();
  const [span] = telemetry.take();
  const place = Object.entries(span?.attributes ?? {}).filter(([key]) =>
    /^server|provider|location$/.test(key),
  );
  const [url = ''] = requests();
  return { host: new URL(url).host, ...Object.fromEntries(place) };
};

const secure = (host: string) => ({ host, 'server.address': host, 'server.port': 443 });
const ofVertex = (location?: string) => ({
  'gen_ai.provider.name': 'gcp.vertex_ai',
  ...(location !== undefined && { 'gcp.vertex_ai.location': location }),
});
const ofGemini = { 'gen_ai.provider.name': 'gcp.gemini' };
const question = { model: 'fine', contents: 'a' };
const elsewhere = { baseUrl: 'http://localhost:8080' };
const there = { host: 'localhost:8080', 'server.address': 'localhost', 'server.port': 8080 };

test.each<[client: string, call: () => Promise<unknown>, place: object]>([
  [
    'the Gemini API',
    () => gemini().models.generateContent(question),
    { ...secure('generativelanguage.googleapis.com'), ...ofGemini },
  ],
  [
    'a region',
    () => vertex().models.generateContent(question),
    { ...secure('europe-west4-aiplatform.googleapis.com'), ...ofVertex('europe-west4') },
  ],
  [
    'the whole world',
    () => vertex({ location: 'global' }).models.generateContent(question),
    { ...secure('aiplatform.googleapis.com'), ...ofVertex('global') },
  ],
  [
    'several regions',
    () => vertex({ location: 'eu' }).models.generateContent(question),
    { ...secure('aiplatform.eu.rep.googleapis.com'), ...ofVertex('eu') },
  ],
  [
    'by a key',
    () => gemini({ vertexai: true, apiKey: 'key' }).models.generateContent(question),
    { ...secure('aiplatform.googleapis.com'), ...ofVertex() },
  ],
  [
    'a server of its own',
    () => gemini({ httpOptions: elsewhere }).models.generateContent(question),
    { ...there, ...ofGemini },
  ],
  [
    'another server for one call',
    () => gemini().models.generateContent({ ...question, config: { httpOptions: elsewhere } }),
    { ...there, ...ofGemini },
  ],
  [
    'the former library',
    () => vertexAI().getGenerativeModel({ model: 'fine' }).generateContent('a'),
    { ...secure('europe-west4-aiplatform.googleapis.com'), ...ofVertex('europe-west4') },
  ],
  [
    'the former library, at a server of its own',
    () =>
      vertexAI({ apiEndpoint: 'localhost:8080' }).getGenerativeModel({ model: 'fine' }).generateContent('a'),
    { ...there, ...ofVertex('europe-west4') },
  ],
  [
    'a chat of its preview, which forgets the server',
    () =>
      vertexAI({ apiEndpoint: 'localhost:8080' })
        .preview.getGenerativeModel({ model: 'fine' })
        .startChat()
        .sendMessage('a'),
    { ...secure('europe-west4-aiplatform.googleapis.com'), ...ofVertex('europe-west4') },
  ],
])('%s', async (_, call, place) => {
  expect(await told(call)).toEqual(place);
});
