import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Answer, type Collector, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { runApp } from './run-app';

let collector: Collector;

afterEach(() => collector.close());

const OURS = '@gcp-otel/auto-instrumentations: ';

/** What the flag says on stderr, line by line. */
const said = async (env: Readonly<Record<string, string>>, app = 'many-spans.cjs'): Promise<string[]> => {
  const { code, stderr } = await runApp(app, { env });
  const lines = stderr.split('\n').filter((line) => line !== '');
  expect({ code, foreign: lines.filter((line) => !line.startsWith(OURS)) }).toEqual({ code: 0, foreign: [] });
  return lines.map((line) => line.slice(OURS.length));
};

const received = (): number =>
  collector.received.reduce((sum, { body }) => sum + body.toString().split('"name":"one"').length - 1, 0);

const sentMetrics = (): string =>
  collector.received
    .filter(({ path }) => path === '/v1/metrics')
    .map(({ body }) => body.toString())
    .join('');

const refusing: Answer = () => ({ status: 400 });

/** A queue for ten spans, of which five go at once; what is left goes when a second has passed. */
const small = {
  OTEL_BSP_MAX_QUEUE_SIZE: '10',
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
  OTEL_BSP_SCHEDULE_DELAY: '50',
};

const REFUSED =
  'the collector does not take spans (400 Bad Request); what fails or does not fit into the queue (OTEL_BSP_MAX_QUEUE_SIZE) is dropped';

/** The ways in which spans get to an exporter. */
const PIPELINES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['by the batch', {}],
  ['with a ratio', { GCP_OTEL_KEEP_RATIO: '1' }],
  ['flushed by request', { GCP_OTEL_FLUSH: 'request' }],
];

describe.each(PIPELINES)('%s', (_title, pipeline) => {
  test('where everything arrives, nothing is said', async () => {
    collector = await startCollector();
    const env = { ...tracesOnly(collector.url), ...pipeline, SPANS: '700', WAIT_MS: '100' };
    expect({ said: await said(env), received: received() }).toEqual({ said: [], received: 1400 });
  });

  test('spans that are refused are told once, and counted at the end', async () => {
    collector = await startCollector(refusing);
    const env = { ...tracesOnly(collector.url), ...pipeline, SPANS: '8', WAIT_MS: '500' };
    expect(await said(env)).toEqual([REFUSED, '16 spans were dropped: the collector did not take 16']);
  });
});

test('what does not fit into the queue is told as slowness, where the collector takes the rest', async () => {
  collector = await startCollector();
  const env = { ...tracesOnly(collector.url), ...small, SPANS: '100', WAIT_MS: '1000' };
  const lines = await said(env);
  const lost = 200 - received();
  expect(lost).toBeGreaterThan(0);
  expect(lines).toEqual([
    'the collector does not take spans as fast as they end; what does not fit into the queue (OTEL_BSP_MAX_QUEUE_SIZE) is dropped',
    `${lost} spans were dropped: ${lost} did not fit into the queue`,
  ]);
});

test('and as the failure, where it does not', async () => {
  collector = await startCollector(refusing);
  const [first, last, ...more] = await said({
    ...tracesOnly(collector.url),
    ...small,
    SPANS: '100',
    WAIT_MS: '1000',
  });
  expect([first, more]).toEqual([REFUSED, []]);
  expect(last).toMatch(
    /^200 spans were dropped: \d+ did not fit into the queue, the collector did not take \d+$/,
  );
});

test('a collector that answers 503 is tried again; then it is told', async () => {
  collector = await startCollector(() => ({ status: 503 }));
  const env = { ...tracesOnly(collector.url), OTEL_EXPORTER_OTLP_TIMEOUT: '100', SPANS: '1', WAIT_MS: '400' };
  expect(await said({ ...env, OTEL_BSP_SCHEDULE_DELAY: '1' })).toEqual([
    REFUSED.replace('400 Bad Request', 'it answers 429, 502, 503 or 504'),
    '2 spans were dropped: the collector did not take 2',
  ]);
});

test('nobody listens: the address is in the line', async () => {
  collector = await startCollector();
  const env = { ...tracesOnly(collector.url), OTEL_EXPORTER_OTLP_TIMEOUT: '100', SPANS: '1', WAIT_MS: '400' };
  collector.close();
  const { host } = new URL(collector.url);
  expect(await said({ ...env, OTEL_BSP_SCHEDULE_DELAY: '1' })).toEqual([
    REFUSED.replace('400 Bad Request', `connect ECONNREFUSED ${host}`),
    '2 spans were dropped: the collector did not take 2',
  ]);
});

test('what has not arrived when the process may wait no longer is in the number', async () => {
  collector = await startCollector(() => undefined);
  const env = { ...tracesOnly(collector.url), GCP_OTEL_FLUSH_TIMEOUT: '200' };
  expect(await said(env, 'one-span.cjs')).toEqual([
    'telemetry could not be exported within 200 ms; the rest is lost',
    '1 span was dropped: 1 had not arrived at the collector',
  ]);
});

test('by process.exit() the number is told, too', async () => {
  collector = await startCollector(refusing);
  const env = {
    ...tracesOnly(collector.url),
    OTEL_BSP_SCHEDULE_DELAY: '1',
    SPANS: '3',
    WAIT_MS: '500',
    EXIT: '1',
  };
  expect(await said(env)).toEqual([REFUSED, '3 spans were dropped: the collector did not take 3']);
});

test('each exporter is told by itself', async () => {
  collector = await startCollector(({ path }) => ({ status: path === '/zipkin' ? 400 : 200 }));
  const zipkin = {
    OTEL_TRACES_EXPORTER: 'otlp,zipkin',
    OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${collector.url}/zipkin`,
  };
  const lines = await said({ ...tracesOnly(collector.url), ...zipkin, SPANS: '2' });
  expect(lines[0]).toMatch(/^Zipkin does not take spans \(.*400.*\); /);
  expect(lines.slice(1)).toEqual(['4 spans were dropped: Zipkin did not take 4']);
});

test('log records and metrics are told once as well; only records are lost with a failed export', async () => {
  collector = await startCollector(refusing);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_EXPORTER: 'none' };
  expect((await said({ ...env, OTEL_METRICS_EXPORTER: 'none', RECORDS: '3' })).toSorted()).toEqual([
    '6 log records were dropped: the collector did not take 6',
    'the collector does not take log records (400 Bad Request); what fails or does not fit into the queue (OTEL_BLRP_MAX_QUEUE_SIZE) is dropped',
  ]);
  const often = { OTEL_LOGS_EXPORTER: 'none', OTEL_METRIC_EXPORT_INTERVAL: '50' };
  expect(await said({ ...env, ...often, COUNT: '1', WAIT_MS: '500' })).toEqual([
    'the collector does not take metrics (400 Bad Request)',
  ]);
});

test('the decisions of a ratio are counted', async () => {
  collector = await startCollector();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_LOGS_EXPORTER: 'none',
    GCP_OTEL_KEEP_RATIO: '0',
  };
  expect(await said(env)).toEqual([]);
  expect(sentMetrics()).toContain('gcp.otel.error_keeping.traces');
});

test("the SDK's own measurements of it still go where they went", async () => {
  collector = await startCollector();
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'true',
    OTEL_BSP_SCHEDULE_DELAY: '1',
    WAIT_MS: '500',
  };
  expect(await said(env)).toEqual([]);
  expect(sentMetrics()).toContain('otel.sdk.processor.span.processed');
  expect(sentMetrics()).toContain('otel.sdk.processor.span.queue.capacity');
});

test('after failures, too, batches go one after the other', async () => {
  collector = await startCollector();
  let open = 0;
  let most = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    open++;
    // What is left at the end goes at once.
    if (refused < 8) most = Math.max(most, open);
    request.resume().on('end', () =>
      setTimeout(() => {
        open--;
        refused++;
        response.writeHead(400).end();
      }, 50),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const env = {
    ...tracesOnly(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100',
    OWN_HANDLER: '1',
  };
  const { stderr } = await runApp('busy.cjs', { env, signal: 'SIGTERM', signalWhen: () => refused >= 8 });
  server.close();
  expect({ most, said: stderr.split('\n').length }).toEqual({ most: 1, said: 3 });
});
