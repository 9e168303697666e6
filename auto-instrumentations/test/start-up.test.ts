import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCollector, tracesOnly } from '../../scripts/collector.mts';
import { receivedResource } from './received-spans';
import { runApp } from './run-app';

const register = join(__dirname, '..', 'dist', 'register.js');
const nothing = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };

describe('only what is used is loaded', () => {
  /** The API, the class that patches modules, and what that needs. */
  const always = [
    '@opentelemetry/api',
    '@opentelemetry/instrumentation',
    'debug',
    'has-flag',
    'import-in-the-middle',
    'module-details-from-path',
    'ms',
    'require-in-the-middle',
    'supports-color',
  ];

  test.each([
    ['nothing is exported', nothing, []],
    ['traces and metrics, over HTTP', { OTEL_LOGS_EXPORTER: 'none' }, []],
    ['everything is printed', { GCP_OTEL_EXPORTER: 'console' }, []],
  ])('%s', async (_title, env, more) => {
    const { code, stdout, stderr } = await runApp('loaded.cjs', {
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', GCP_OTEL_FLUSH_TIMEOUT: '0', ...env },
    });
    const [loaded = ''] = stdout.split('\n');
    expect({ code, stderr: stderr.replace(/^.* could not be exported .*\n/, '') }).toEqual({
      code: 0,
      stderr: '',
    });
    expect(JSON.parse(loaded.slice(0, loaded.indexOf(']') + 1))).toEqual([...always, ...more].toSorted());
  });

  test.each([
    ['gRPC is, over gRPC', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, '@grpc/grpc-js'],
    ['credentials are, to Google Cloud', { GCP_OTEL_EXPORTER: 'gcp' }, 'google-auth-library'],
  ])('%s', async (_title, env, name) => {
    const { stdout } = await runApp('loaded.cjs', {
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', GCP_OTEL_FLUSH_TIMEOUT: '0', ...env },
    });
    expect(JSON.parse(stdout)).toEqual(expect.arrayContaining([...always, name]));
  });
});

test('over gRPC, each signal arrives', async () => {
  const received: string[] = [];
  const server = new Server();
  const identity = (bytes: Buffer): Buffer => bytes;
  for (const signal of ['Trace', 'Metrics', 'Logs'])
    server.addService(
      {
        export: {
          path: `/opentelemetry.proto.collector.${signal.toLowerCase()}.v1.${signal}Service/Export`,
          requestStream: false,
          responseStream: false,
          requestSerialize: identity,
          requestDeserialize: identity,
          responseSerialize: identity,
          responseDeserialize: identity,
        },
      },
      {
        export: (_call: unknown, done: (error: null, answer: Buffer) => void) => {
          received.push(signal);
          done(null, Buffer.alloc(0));
        },
      },
    );
  const port = await promisify(server.bindAsync.bind(server))(
    '127.0.0.1:0',
    ServerCredentials.createInsecure(),
  );
  const { code, stderr } = await runApp('signals.cjs', {
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  server.forceShutdown();
  expect({ code, stderr, received: received.toSorted() }).toEqual({
    code: 0,
    stderr: '',
    received: ['Logs', 'Metrics', 'Trace'],
  });
});

test('on Cloud Run, the metadata server is asked where that is', async () => {
  const metadata = createServer(({ url = '' }, response) => {
    const answers: Readonly<Record<string, string>> = {
      '/computeMetadata/v1/instance/region': 'projects/1/regions/europe-west1',
      '/computeMetadata/v1/instance/id': 'an-instance',
      '/computeMetadata/v1/project/project-id': 'shop',
    };
    const answer = answers[url];
    response.writeHead(answer === undefined ? 404 : 200, { 'metadata-flavor': 'Google' }).end(answer);
  });
  await new Promise<void>((listening) => {
    metadata.listen(0, '127.0.0.1', listening);
  });
  const address = metadata.address();
  const collector = await startCollector();
  const { code, stderr } = await runApp('one-span.cjs', {
    env: {
      ...tracesOnly(collector.url),
      METADATA_SERVER_DETECTION: 'assume-present',
      GCE_METADATA_HOST: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      K_SERVICE: 'orders',
      K_REVISION: 'orders-7',
      K_CONFIGURATION: 'orders',
    },
  });
  const resource = receivedResource(collector);
  collector.close();
  metadata.close();
  expect({ code, stderr, resource }).toEqual({
    code: 0,
    stderr: '',
    resource: expect.objectContaining({
      'cloud.platform': 'gcp_cloud_run',
      'cloud.region': 'europe-west1',
      'faas.name': 'orders',
      'faas.version': 'orders-7',
      'faas.instance': 'an-instance',
    }),
  });
});

test.each([
  ['--import', '--eval'],
  ['--require', '--eval'],
  ['--require', '-e'],
  ['--require', '-p'],
  ['--require', '-pe'],
])('%s, and a script in %s', async (flag, evaluate) => {
  const script = "process.stdout.write('ran '); 1";
  const args = [flag, register, evaluate, script];
  const env = { ...process.env, ...nothing };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
  expect({ stdout: stdout.trim(), stderr }).toEqual({
    stdout: evaluate.includes('p') ? 'ran 1' : 'ran',
    stderr: '',
  });
});

describe("Node's compile cache", () => {
  let own: string;
  let other: string;

  beforeAll(async () => {
    [own, other] = (await Promise.all(
      ['own', 'other'].map((name) => mkdtemp(join(tmpdir(), `gcp-otel-${name}-`))),
    )) as [string, string];
  });
  afterAll(() => Promise.all([own, other].map((directory) => rm(directory, { recursive: true }))));

  const on = (): unknown => expect.stringContaining('node-compile-cache');
  const off = (): string => 'none';
  const inOwn = (): unknown => expect.stringContaining(own);
  const inOther = (): unknown => expect.stringContaining(other);

  test.each<[string, () => Record<string, string>, () => unknown]>([
    ['is on', () => ({}), on],
    ['is off where files are in memory', () => ({ K_SERVICE: 'orders' }), off],
    [
      'is on there where that is asked for',
      () => ({ K_SERVICE: 'orders', GCP_OTEL_COMPILE_CACHE: 'true' }),
      on,
    ],
    ['is off', () => ({ GCP_OTEL_COMPILE_CACHE: 'False' }), off],
    ['is in a directory', () => ({ GCP_OTEL_COMPILE_CACHE: own }), inOwn],
    [
      "is the application's, if it has one",
      () => ({ GCP_OTEL_COMPILE_CACHE: own, NODE_COMPILE_CACHE: other }),
      inOther,
    ],
    ['is not, if the application wants none', () => ({ NODE_DISABLE_COMPILE_CACHE: '1' }), off],
  ])('%s', async (_title, env, expected) => {
    const { code, stdout, stderr } = await runApp('compile-cache.cjs', { env: { ...nothing, ...env() } });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expected(), stderr: '' });
  });

  test('is not where nothing can be written, which is told', async () => {
    const { code, stdout, stderr } = await runApp('compile-cache.cjs', {
      env: { ...nothing, GCP_OTEL_COMPILE_CACHE: join(__filename, 'directory') },
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'none',
      stderr: expect.stringMatching(
        /^@gcp-otel\/auto-instrumentations: GCP_OTEL_COMPILE_CACHE: nothing is cached: .+\n$/,
      ),
    });
  });
});
