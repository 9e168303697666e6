import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Collector } from '../../scripts/collector.mts';
import { googleEnvironment, startGoogleEndpoint } from './google-endpoint';
import { runApp } from './run-app';

let directory: string;
let collector: Collector;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-variables-'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  collector = await startGoogleEndpoint(() => ({ status: 200 }));
});
afterEach(() => collector.close());

type Variables = Readonly<Record<string, string>>;

const withRatio = async (): Promise<Variables> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  GCP_OTEL_KEEP_RATIO: '1',
});

/** Ways in which the flag makes the SDK's pipelines, or lets the SDK make them. */
const PIPELINES: Readonly<Record<string, () => Promise<Variables>>> = {
  'by the SDK': async () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
  'with a ratio': withRatio,
  'flushed by request': async () => ({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    GCP_OTEL_FLUSH: 'request',
  }),
  'to Google Cloud': () => googleEnvironment(collector, directory),
};

/** How often each signal was sent, with the protocol that it was sent in. */
const sent = async (app: string, env: Variables): Promise<Record<string, number | string>> => {
  const { code, stderr } = await runApp(app, { env });
  const requests: Record<string, number | string> = {};
  for (const { path, headers } of collector.received.filter((request) => request.path !== '/token')) {
    const signal = path.replace('/v1/', '');
    requests[signal] = Number(requests[signal] ?? 0) + 1;
    requests['type'] = String(headers['content-type']).replace('application/', '');
  }
  if (code !== 0 || stderr !== '') requests['said'] = stderr;
  return requests;
};

const all = { traces: 1, metrics: 1, logs: 1, type: 'x-protobuf' };

/** What variables come to, in every pipeline. `two-requests.cjs` ends four spans, `signals.cjs` has one of each signal. */
const VARIABLES: readonly (readonly [string, Variables, string, object])[] = [
  ['nothing is set', {}, 'signals.cjs', all],
  ['no traces', { OTEL_TRACES_EXPORTER: 'none' }, 'signals.cjs', { ...all, traces: undefined }],
  ['no metrics', { OTEL_METRICS_EXPORTER: 'none' }, 'signals.cjs', { ...all, metrics: undefined }],
  ['no logs', { OTEL_LOGS_EXPORTER: 'none' }, 'signals.cjs', { ...all, logs: undefined }],
  [
    'blank exporters',
    { OTEL_TRACES_EXPORTER: '', OTEL_METRICS_EXPORTER: ' ', OTEL_LOGS_EXPORTER: '' },
    'signals.cjs',
    all,
  ],
  [
    'blank numbers',
    { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '', OTEL_BLRP_MAX_QUEUE_SIZE: '', OTEL_METRIC_EXPORT_INTERVAL: '' },
    'signals.cjs',
    all,
  ],
  [
    'blank switches',
    { OTEL_SDK_DISABLED: '', OTEL_NODE_ENABLED_INSTRUMENTATIONS: '', OTEL_NODE_RESOURCE_DETECTORS: '' },
    'signals.cjs',
    all,
  ],
  [
    'blank variables of the flag',
    { GCP_OTEL_KEEP_SLOWER_THAN: '', GCP_OTEL_FLUSH_TIMEOUT: ' ', GCP_OTEL_CAPTURE_OBJECT_NAMES: '' },
    'signals.cjs',
    all,
  ],
  [
    'one span a batch',
    { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1', OTEL_METRICS_EXPORTER: 'none' },
    'two-requests.cjs',
    { traces: 4, type: 'x-protobuf' },
  ],
  [
    'a batch larger than its queue',
    { OTEL_BSP_MAX_QUEUE_SIZE: '2', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '9', OTEL_METRICS_EXPORTER: 'none' },
    'one-span.cjs',
    { traces: 1, type: 'x-protobuf' },
  ],
  [
    'a timeout longer than the interval',
    { OTEL_METRIC_EXPORT_INTERVAL: '1000', OTEL_METRIC_EXPORT_TIMEOUT: '9000' },
    'signals.cjs',
    all,
  ],
];

describe.each(Object.entries(PIPELINES))('%s', (_title, pipeline) => {
  test.each(VARIABLES)('%s', async (_variable, env, app, expected) => {
    expect(await sent(app, { ...(await pipeline()), ...env })).toEqual(expected);
  });
});

test('who prints one signal and names no collector, sends nothing to one', async () => {
  // The default collector of this machine may be anybody's.
  const env = { OTEL_TRACES_EXPORTER: 'console' };
  const printed = await runApp('signals.cjs', { env });
  expect(printed).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining("name: 'only'") });
  expect(printed.stdout).not.toMatch(/counted|said/);
  const { metrics, logs } = await sent('signals.cjs', { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  expect({ metrics, logs }).toEqual({ metrics: 1, logs: 1 });
});

test('a blank protocol does not hide the common one', async () => {
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: '',
  };
  for (const more of [{}, { GCP_OTEL_KEEP_RATIO: '1' }])
    // oxlint-disable-next-line no-await-in-loop -- one collector
    expect((await sent('one-span.cjs', { ...env, ...more }))['type']).toBe('json');
});

test('an exporter that is not there is told in one line', async () => {
  const { said } = await sent('one-span.cjs', {
    ...(await withRatio()),
    OTEL_TRACES_EXPORTER: 'jaeger',
  });
  expect(said).toBe(
    '@gcp-otel/auto-instrumentations: OTEL_TRACES_EXPORTER: there is no exporter "jaeger", and no span goes there; there are otlp, console, zipkin and none\n',
  );
});

test.each([
  ['by the SDK', {}],
  ['with a ratio', { GCP_OTEL_KEEP_RATIO: '1' }],
  ['flushed by request', { GCP_OTEL_FLUSH: 'request' }],
])('zipkin is an exporter: %s', async (_title, env) => {
  await runApp('one-span.cjs', {
    env: {
      ...env,
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${collector.url}/api/v2/spans`,
    },
  });
  expect(collector.received.map(({ path, body }) => [path, body.includes('"name":"only"')])).toEqual([
    ['/api/v2/spans', true],
  ]);
});

test('a configuration file is refused in one line, and the variables hold', async () => {
  const found = await sent('one-span.cjs', {
    ...(await withRatio()),
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_CONFIG_FILE: 'otel.yaml',
  });
  expect(found).toEqual({
    traces: 1,
    type: 'x-protobuf',
    said: expect.stringMatching(
      /^@gcp-otel\/auto-instrumentations: OTEL_CONFIG_FILE is not read by the flag: .*\n$/,
    ),
  });
});

test('the environment is left as it was', async () => {
  const { stdout } = await runApp('environment.cjs', {
    env: {
      ...(await withRatio()),
      OTEL_TRACES_EXPORTER: '',
      OTEL_LOGS_EXPORTER: 'none',
    },
  });
  expect(JSON.parse(stdout)).toEqual({ OTEL_TRACES_EXPORTER: '', OTEL_LOGS_EXPORTER: 'none' });
});
