import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { googleEnvironment, startGoogleEndpoint } from './google-endpoint';
import { attributesOf, receivedSpans } from './received-spans';
import { runApp } from './run-app';

let directory: string;
let collector: Collector;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-exit-'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const onExit = { GCP_OTEL_FLUSH_ON_EXIT: 'true' };
const tree = 'app: outer\n  app: inner';

test.each([
  ['process.exit()', 'exit'],
  ['an uncaught error', 'throw'],
  ['a rejection that nobody handles', 'reject'],
])('%s: the application ends as it did, and its spans arrive', async (_title, END) => {
  const without = await runApp('ends-at-once.cjs', {
    env: { END },
    flags: ['--import', 'data:text/javascript,'],
  });
  const { code, signal, stdout, stderr } = await runApp('ends-at-once.cjs', {
    env: { ...tracesOnly(collector.url), ...onExit, END },
  });
  expect({ code, signal, stdout, stderr }).toEqual(without);
  expect(drawReceived(collector)).toBe(tree);
});

test('a span is the same as one that was exported before the exit', async () => {
  const spansOf = async (env: Record<string, string>): Promise<unknown> => {
    collector.received.length = 0;
    await runApp('ends-at-once.cjs', { env: { ...tracesOnly(collector.url), ...env } });
    return receivedSpans(collector).map(({ name, kind, status, events = [], ...span }) => ({
      name,
      kind,
      status,
      events: events.map((event) => [event.name, attributesOf(event)]),
      attributes: attributesOf(span),
      fields: Object.keys(span).toSorted(),
    }));
  };
  const left = await spansOf({ ...onExit, END: 'exit' });
  expect(left).toEqual(await spansOf({ END: 'nothing' }));
  expect(left).toHaveLength(2);
});

test.each([
  ['as protobuf', () => ({ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }), '/v1/traces'],
  ['by a ratio', () => ({ GCP_OTEL_KEEP_RATIO: '1' }), '/v1/traces'],
  [
    'to zipkin',
    () => ({ OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${collector.url}/spans` }),
    '/spans',
  ],
])('%s', async (_title, env, path) => {
  await runApp('ends-at-once.cjs', {
    env: { ...tracesOnly(collector.url), ...onExit, END: 'exit', ...env() },
  });
  expect(collector.received.map((request) => [request.path, request.body.includes('inner')])).toEqual([
    [path, true],
  ]);
});

test('to Google Cloud', async () => {
  const google = await startGoogleEndpoint(() => ({ status: 200 }));
  const env = { ...(await googleEnvironment(google, directory)), ...onExit, END: 'exit' };
  const { code, stderr } = await runApp('ends-at-once.cjs', { env });
  const paths = google.received.map(({ path }) => path);
  google.close();
  expect({ code, stderr, paths }).toEqual({ code: 3, stderr: '', paths: ['/token', '/v1/traces'] });
});

test('what is on its way and not answered, is sent once more', async () => {
  collector.close();
  collector = await startCollector((_request, nth) => (nth === 1 ? undefined : { status: 200 }));
  await runApp('ends-at-once.cjs', {
    env: {
      ...tracesOnly(collector.url),
      ...onExit,
      END: 'exit',
      AFTER: '500',
      OTEL_BSP_SCHEDULE_DELAY: '1',
    },
  });
  expect(collector.received.map(({ body }) => body.includes('inner'))).toEqual([true, true]);
});

test('nothing is started where nothing waits', async () => {
  const { code } = await runApp('ends-at-once.cjs', {
    env: { ...tracesOnly(collector.url), ...onExit, END: 'exit', AFTER: '500', OTEL_BSP_SCHEDULE_DELAY: '1' },
  });
  expect({ code, requests: collector.received.length }).toEqual({ code: 3, requests: 1 });
});

test('a collector that never answers is waited for no longer than the bound, and one line says so', async () => {
  collector.close();
  collector = await startCollector(() => undefined);
  const { code, stderr } = await runApp('ends-at-once.cjs', {
    env: { ...tracesOnly(collector.url), ...onExit, END: 'exit', GCP_OTEL_FLUSH_TIMEOUT: '1500' },
  });
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: '@gcp-otel/auto-instrumentations: 2 spans could not be exported at the exit within 1500 ms\n',
  });
});

test('without the variable they are lost', async () => {
  const { code, stderr } = await runApp('ends-at-once.cjs', {
    env: { ...tracesOnly(collector.url), END: 'exit' },
  });
  expect({ code, stderr, requests: collector.received.length }).toEqual({ code: 3, stderr: '', requests: 0 });
});
