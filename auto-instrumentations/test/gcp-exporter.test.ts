import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Answer, Collector } from '../../scripts/collector.mts';
import { googleEnvironment, startGoogleEndpoint } from './google-endpoint';
import { runApp } from './run-app';

let directory: string;
let collector: Collector | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-credentials-'));
});
afterAll(() => rm(directory, { recursive: true }));
afterEach(() => collector?.close());

const start = async (answer: Answer): Promise<Record<string, string>> => {
  collector = await startGoogleEndpoint(answer);
  return googleEnvironment(collector, directory);
};

/** In the order of the paths, for the signals go in none. */
const told = (): object[] =>
  (collector?.received ?? [])
    .filter(({ path }) => path !== '/token')
    .map(({ path, headers, body }) => ({
      path,
      authorization: headers.authorization,
      payer: headers['x-goog-user-project'],
      type: headers['content-type'],
      project: body.includes('the-project'),
    }))
    .toSorted((a, b) => a.path.localeCompare(b.path));

const request = (path: string, token: string): object => ({
  path,
  authorization: `Bearer ${token}`,
  payer: 'who-pays',
  type: 'application/x-protobuf',
  project: true,
});

test('traces, metrics and logs, each with a token, for the project that it is, paid by who pays', async () => {
  const env = await start(() => ({ status: 200 }));
  const { code, stderr } = await runApp('signals.cjs', { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(told()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces'].map((path) => request(path, 'token-1')));
});

test('a token that is refused is refreshed', async () => {
  const env = await start(({ headers }) => ({
    status: headers.authorization === 'Bearer token-1' ? 401 : 200,
  }));
  const { code } = await runApp('one-span.cjs', { env });
  expect(code).toBe(0);
  expect(told()).toEqual([request('/v1/traces', 'token-1'), request('/v1/traces', 'token-2')]);
});

test('a server that is busy is asked again', async () => {
  const env = await start((_request, nth) => ({ status: nth === 1 ? 503 : 200 }));
  await runApp('one-span.cjs', { env });
  expect(told()).toEqual([request('/v1/traces', 'token-1'), request('/v1/traces', 'token-1')]);
});

test('many spans are sent together', async () => {
  const env = await start(() => ({ status: 200 }));
  await runApp('busy.cjs', { env: { ...env, OWN_HANDLER: '1' }, signal: 'SIGTERM' });
  const [first] = collector?.received.filter(({ path }) => path === '/v1/traces') ?? [];
  expect(first?.body.toString('latin1').split('work').length).toBeGreaterThan(100);
});

test('without credentials: one line, and the application runs', async () => {
  const env = await start(() => ({ status: 200 }));
  const { code, stderr } = await runApp('signals.cjs', {
    env: { ...env, GOOGLE_APPLICATION_CREDENTIALS: '', HOME: directory, APPDATA: directory },
  });
  expect({ code, stderr, received: told() }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^@gcp-otel\/auto-instrumentations: no Google Cloud credentials.*\n$/),
    received: [],
  });
});

test('an exporter that there is not is told, and the others hold', async () => {
  const { code, stderr } = await runApp('one-span.cjs', {
    env: {
      GCP_OTEL_EXPORTER: 'stackdriver',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    },
  });
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr:
      '@gcp-otel/auto-instrumentations: GCP_OTEL_EXPORTER must be one of gcp, otlp, console, but is "stackdriver"\n',
  });
});
