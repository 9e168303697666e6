import { sharedEmulator, sharedScripted } from '@gcp-otel/emulator-tests/emulators';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Collector, drawReceived, startCollector, tracesOnly } from '../../scripts/collector.mts';
import { receivedResource } from './received-spans';
import { runApp } from './run-app';

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const backends = (): Record<string, string> => ({
  ...sharedScripted('vertexai').env,
  ...sharedEmulator('firestore').env,
});

test.each(['app.cjs', 'app.mjs'])(
  '%s, which knows of no tracing, sends semantic spans above its requests',
  async (app) => {
    const { code, stdout, stderr } = await runApp(app, {
      env: { ...backends(), ...tracesOnly(collector.url) },
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'read true\nsaid word1 word2 word3 \n',
      stderr: '',
    });
    expect(drawReceived(collector)).toBe(
      [
        'firestore: set notes',
        '  grpc: grpc.google.firestore.v1.Firestore/Commit',
        'firestore: get notes',
        '  grpc: grpc.google.firestore.v1.Firestore/BatchGetDocuments',
        'vertexai: generate_content fine',
        '  undici: POST',
      ].join('\n'),
    );
  },
);

test('instrumentations are left out by their short names', async () => {
  const env = {
    ...backends(),
    ...tracesOnly(collector.url),
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'grpc,gcp-vertexai',
  };
  await runApp('app.cjs', { env });
  expect(drawReceived(collector)).toBe('firestore: set notes\nfirestore: get notes\nundici: POST');
});

test('credentials in queries are not exported', async () => {
  const { stderr } = await runApp('secret-urls.cjs', {
    env: { ...tracesOnly(collector.url), GCP_OTEL_REDACT_QUERY: 'other, mine' },
  });
  const received = collector.received.map(({ body }) => body.toString()).join('\n');
  expect(stderr).toBe('');
  expect(received.match(/plain=told&key=REDACTED/g)?.length).toBeGreaterThan(3);
  expect(received).not.toContain('S3CR3T');
});

test('OTEL_SDK_DISABLED: nothing is set up', async () => {
  const env = { ...backends(), ...tracesOnly(collector.url), OTEL_SDK_DISABLED: 'true' };
  const { code, stderr } = await runApp('app.cjs', { env });
  expect({ code, stderr, received: collector.received }).toEqual({ code: 0, stderr: '', received: [] });
});

test('GCP_OTEL_KEEP_RATIO: traces that failed are kept whole, and of the others that part', async () => {
  const env = { ...tracesOnly(collector.url), GCP_OTEL_KEEP_RATIO: '0' };
  const { code, stderr } = await runApp('two-requests.cjs', { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(drawReceived(collector)).toBe('app: failing\n  app: step');
});

test.each(['2', 'some'])('GCP_OTEL_KEEP_RATIO=%s is told, and every trace is exported', async (ratio) => {
  const env = { ...tracesOnly(collector.url), GCP_OTEL_KEEP_RATIO: ratio };
  const { stderr } = await runApp('two-requests.cjs', { env });
  expect(stderr).toMatch(/^@gcp-otel\/auto-instrumentations: GCP_OTEL_KEEP_RATIO must be .*\n$/);
  expect(drawReceived(collector)).toBe('app: fine\n  app: step\napp: failing\n  app: step');
});

test('xcloudtrace is a propagator like others', async () => {
  const env = {
    ...backends(),
    ...tracesOnly(collector.url),
    OTEL_PROPAGATORS: 'xcloudtrace',
  };
  const { stdout } = await runApp('propagated.cjs', { env });
  expect(stdout).toMatch(/^[\da-f]{32}\/\d+;o=1\n$/);
});

const PROCESS = [
  'process.pid',
  'process.runtime.description',
  'process.runtime.name',
  'process.runtime.version',
];

test.each([
  [undefined, PROCESS],
  ['none', []],
  ['os', ['os.type', 'os.version']],
  [
    'process',
    [
      'process.command',
      'process.command_args',
      'process.executable.name',
      'process.executable.path',
      'process.owner',
      ...PROCESS,
    ],
  ],
])('OTEL_NODE_RESOURCE_DETECTORS=%s', async (detectors, expected) => {
  const env = {
    ...tracesOnly(collector.url),
    ...(detectors !== undefined && { OTEL_NODE_RESOURCE_DETECTORS: detectors }),
  };
  await runApp('one-span.cjs', { env });
  const told = Object.keys(receivedResource(collector)).filter((name) => /^(?:process|os)\./.test(name));
  expect(told.toSorted()).toEqual(expected);
});

test.each([
  ['GCP_OTEL_CAPTURE_OBJECT_NAMES', 'true, false'],
  ['GCP_OTEL_CAPTURE_ERROR_MESSAGES', 'true, false'],
  ['GCP_OTEL_PROPAGATE_TO_GOOGLE', 'tracecontext, all, none'],
])('%s is told in one line, where it cannot be', async (variable, words) => {
  const { stderr } = await runApp('one-span.cjs', {
    env: { ...tracesOnly(collector.url), [variable]: 'some' },
  });
  expect(stderr).toBe(
    `@gcp-otel/auto-instrumentations: ${variable} must be one of ${words}, but is "some"\n`,
  );
});
