import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { examine } from '../src/doctor/application';
import type { Finding } from '../src/doctor/finding';
import { trySetUp } from '../src/doctor/try-set-up';
import { build, by, db, PLUGIN, root, type SetUp, tracing } from './doctor-application';

const repository = join(__dirname, '..', '..');

/** The packages of this repository, which can be run. */
const INSTALLED = [
  '@gcp-otel/auto-instrumentations',
  PLUGIN,
  '@google-cloud/firestore',
  '@opentelemetry/api',
  '@opentelemetry/sdk-node',
];

const install = async (setUp: SetUp): Promise<void> => {
  await build({ ...setUp, installed: {} });
  for (const name of INSTALLED) {
    const link = join(root(), 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(repository, 'node_modules', name), link);
  }
};

/** An application that must not run. */
const source = `require('node:fs').writeFileSync('started', '');\n${db}`;

const tried = async (setUp: SetUp, timeoutMs?: number): Promise<Finding[]> => {
  await install({ source, ...setUp });
  return trySetUp(examine(root(), { PATH: process.env['PATH'], ...setUp.env }), timeoutMs);
};

const fine = (message: string): Finding => ({ level: 'fine', check: 'run', message });
const error = (message: string, fix: string): Finding => ({ level: 'error', check: 'run', message, fix });

const registered = [
  fine('@opentelemetry/api 1.10.0 has a tracer provider: TracerProvider'),
  fine(`${PLUGIN} is loaded`),
];

test('what the flag registers', async () => {
  expect(await tried({})).toEqual(registered);
});

test('what the flag registers, wherever it is set, and wherever it exports to', async () => {
  const env = {
    NODE_OPTIONS: '--import @gcp-otel/auto-instrumentations/register',
    GCP_OTEL_EXPORTER: 'gcp',
    OTEL_TRACES_EXPORTER: 'none',
  };
  expect(await tried({ ...by('node app.js'), env })).toEqual(registered);
});

test('what a set-up of the application registers', async () => {
  const files = { 'tracing.cjs': tracing };
  expect(await tried({ ...by('node --require ./tracing.cjs app.js'), files })).toEqual(registered);
});

test('a plugin that is not loaded', async () => {
  const files = { 'tracing.cjs': "new (require('@opentelemetry/sdk-node').NodeSDK)().start();" };
  expect(await tried({ ...by('node --import ./tracing.cjs app.js'), files })).toEqual([
    registered[0],
    error(
      `${PLUGIN} is installed, but was not loaded: no call of its client is traced`,
      'add getGcpInstrumentations() to the instrumentations',
    ),
  ]);
});

test('a tracer provider without a context manager', async () => {
  const files = {
    'tracing.cjs': `require('@gcp-otel/auto-instrumentations').getGcpInstrumentations();
require('@opentelemetry/api').trace.setGlobalTracerProvider({ getTracer: () => ({}) });`,
  };
  expect(await tried({ ...by('node --import ./tracing.cjs app.js'), files })).toEqual([
    fine('@opentelemetry/api 1.10.0 has a tracer provider: Object'),
    {
      level: 'warning',
      check: 'run',
      message: 'no context manager is registered: each span is a trace of its own',
      fix: 'start a NodeSDK, or context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())',
    },
    registered[1],
  ]);
});

test.each<[name: string, module: string, setUp: SetUp]>([
  ['is turned off', '@gcp-otel/auto-instrumentations/register', { env: { OTEL_SDK_DISABLED: 'true' } }],
  ['is none', './other.js', { ...by('node --import ./other.js app.js'), files: { 'other.js': '' } }],
])('a set-up that %s', async (_name, module, setUp) => {
  expect(await tried(setUp)).toEqual([
    error(
      'what is loaded before the application has registered no tracer provider',
      `OTEL_LOG_LEVEL=debug node --import ${module} --eval 0`,
    ),
  ]);
});

test('a set-up that fails', async () => {
  const files = { 'tracing.cjs': `${tracing}require('./missing.cjs');` };
  const [found] = await tried({ ...by('node --import ./tracing.cjs app.js'), files });
  expect(found).toEqual(
    error(
      "what is loaded before the application has failed: Error: Cannot find module './missing.cjs'",
      'node --import ./tracing.cjs --eval 0',
    ),
  );
});

test('a set-up that does not end', async () => {
  const files = { 'tracing.mjs': 'await new Promise(() => setInterval(() => {}, 1000));' };
  expect(await tried({ ...by('node --import ./tracing.mjs app.js'), files }, 1000)).toEqual([
    error(
      'what is loaded before the application has not ended after 1000 ms',
      'node --import ./tracing.mjs --eval 0',
    ),
  ]);
});

test('a set-up inside of the application is not tried', async () => {
  const files = { 'tracing.js': tracing };
  expect(await tried({ ...by('node app.js'), files, source: `require('./tracing');\n${source}` })).toEqual([
    {
      level: 'warning',
      check: 'run',
      message:
        'tracing.js sets up OpenTelemetry as a part of the application, which is not started: it was not tried',
      fix: 'set it up in a file of its own, and load that with --import',
    },
  ]);
});

test('without a set-up there is nothing to try', async () => {
  expect(await tried(by('node app.js'))).toEqual([]);
});

/** As a user runs it, with a collector that counts requests. */
test('at the command line, where nothing is exported and the application is not started', async () => {
  let requests = 0;
  const collector = createServer((_request, response) => {
    requests++;
    response.end();
  }).listen(0);
  const { port } = collector.address() as AddressInfo;
  await install({ source });
  const env = { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_ENDPOINT: `http://localhost:${port}` };
  const cli = join(__dirname, '..', 'dist', 'cli.js');
  const lines = await new Promise<string[]>((resolve) =>
    execFile(process.execPath, [cli, 'doctor', '--run'], { cwd: root(), env }, (_error, stdout) =>
      resolve(stdout.split('\n').filter((line) => line.includes(' run: '))),
    ),
  );
  collector.close();
  expect({ lines, requests, isStarted: existsSync(join(root(), 'started')) }).toEqual({
    lines: registered.map(({ message }) => `✓ run: ${message}`),
    requests: 0,
    isStarted: false,
  });
});
