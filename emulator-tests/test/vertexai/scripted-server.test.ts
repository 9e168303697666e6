import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startScripted, type ScriptedBackend } from '../../emulators/index.ts';
import { trustScriptedServer } from '../../emulators/vertexai/client.ts';

let backend: ScriptedBackend;

beforeAll(async () => {
  trustScriptedServer();
  backend = await startScripted('vertexai');
});

beforeEach(() => backend.reset());

afterAll(() => backend.stop());

const question = { contents: [{ role: 'user', parts: [{ text: 'a secret' }] }] };

function ask(path: string, body: object = question, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`http://${backend.host}/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
}

const generate = (model: string) => ask(`v1/models/${model}:generateContent`);

test('it is told where it is, and how to be trusted', () => {
  expect(backend).toMatchObject({
    service: 'vertexai',
    source: 'scripted',
    real: false,
    env: {
      VERTEXAI_EMULATOR_HOST: backend.host,
      NODE_EXTRA_CA_CERTS: expect.stringMatching(/test-certificate\.pem$/),
      GOOGLE_CLOUD_PROJECT: 'demo-gcp-otel',
      METADATA_SERVER_DETECTION: 'none',
    },
  });
});

test.each(['https://HOST', 'https://localhost:PORT', 'http://HOST'])('it answers %s', async (origin) => {
  const [, port = ''] = backend.host.split(':');
  const response = await fetch(
    `${origin.replace('HOST', backend.host).replace('PORT', port)}/v1/models/fine`,
  );
  expect(await response.json()).toEqual({
    name: 'models/fine',
    displayName: 'fine',
    version: '001',
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
  });
});

test('its log tells each request with its answer and its trace, and forgets them', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await ask('v1/models/fine:countTokens', question, { traceparent });
  await generate('http_503');
  await generate('reset').catch(() => {});
  const method = 'POST';
  expect(await backend.requests()).toEqual([
    { method, path: '/v1/models/fine:countTokens', status: 200, traceparent },
    { method, path: '/v1/models/http_503:generateContent', status: 503 },
    { method, path: '/v1/models/reset:generateContent' },
  ]);
  await backend.reset();
  expect(await backend.requests()).toEqual([]);
});

test('faults strike each name apart, and again after a reset', async () => {
  const statuses = async () => [
    (await generate('http_429_once')).status,
    (await generate('http_429_once')).status,
    (await generate('http_429_once-other')).status,
  ];
  expect(await statuses()).toEqual([429, 200, 429]);
  await backend.reset();
  expect(await statuses()).toEqual([429, 200, 429]);
});

test('too many requests: which quota, and when to try again', async () => {
  const { error } = (await (await generate('http_429')).json()) as { error: unknown };
  expect(error).toEqual({
    code: 429,
    status: 'RESOURCE_EXHAUSTED',
    message: 'Resource exhausted: quota exceeded for http_429. Please try again later.',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
        violations: [
          {
            quotaMetric: 'generativelanguage.googleapis.com/generate_content_requests',
            quotaId: 'GenerateRequestsPerMinutePerProjectPerModel',
            quotaDimensions: { location: 'global', model: 'http_429' },
            quotaValue: '10',
          },
        ],
      },
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' },
    ],
  });
});

test('nothing of a prompt is told, unless it is asked for', async () => {
  const text = async (model: string) => (await generate(model)).text();
  expect(await text('echo')).toContain('a secret');
  expect(await text('http_400')).toContain('a secret');
  for (const model of ['fine', 'http_403', 'http_429', 'http_500', 'html_502', 'blocked', 'call'])
    // oxlint-disable-next-line no-await-in-loop -- few
    expect(await text(model)).not.toContain('a secret');
});

test('a stream that is not asked for as events is an array', async () => {
  const response = await ask('v1beta/models/chunks_2:streamGenerateContent');
  expect(response.headers.get('content-type')).toContain('application/json');
  const chunks = (await response.json()) as { candidates: { content: { parts: object[] } }[] }[];
  expect(chunks.map(({ candidates }) => candidates[0]?.content.parts)).toEqual([
    [{ text: 'word1 ' }],
    [{ text: 'word2 ' }],
  ]);
});

test('an operation is done when it was asked for often enough', async () => {
  const path = 'v1beta1/projects/p/locations/l/publishers/google/models/veo-pending_1:fetchPredictOperation';
  const name = 'projects/p/locations/l/publishers/google/models/veo-pending_1/operations/video';
  expect(await (await ask(path, {})).json()).toEqual({ name });
  expect(await (await ask(path, {})).json()).toMatchObject({ name, done: true });
});

test('what it has not, it says', async () => {
  const response = await ask('v1/voices', {});
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    error: { code: 404, status: 'NOT_FOUND', message: 'POST /v1/voices is not implemented' },
  });
});
