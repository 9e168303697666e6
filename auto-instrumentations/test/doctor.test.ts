import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../src/doctor/finding';
import { build, findingsFor, healthy, PLUGIN, root, type SetUp, START } from './doctor-application';

/** What is not fine, and how to mend it. */
const faults = async (setUp: SetUp): Promise<Pick<Finding, 'message' | 'fix'>[]> => {
  const findings = await findingsFor(setUp);
  return findings.map(({ message, fix }) => ({ message, ...(fix !== undefined && { fix }) }));
};

test('a healthy application has no fault', async () => {
  expect(await faults({})).toEqual([]);
});

describe('names the fault, and what mends it', () => {
  test('no plugin for a client', async () => {
    const { [PLUGIN]: _, ...installed } = healthy;
    expect(await faults({ installed })).toEqual([
      {
        message: '@google-cloud/firestore is not traced: its plugin is not installed',
        fix: `npm install ${PLUGIN}`,
      },
    ]);
  });

  test('an old client, inside another package', async () => {
    const installed = {
      ...healthy,
      'firebase-admin/node_modules/@google-cloud/firestore': '6.8.0',
      'firebase-admin': '11.0.0',
    };
    expect(await faults({ installed })).toEqual([
      {
        message: `@google-cloud/firestore 6.8.0 (node_modules/firebase-admin/node_modules/@google-cloud/firestore) is not traced: ${PLUGIN} supports >=7.0.0 <10`,
        fix: 'npm install @google-cloud/firestore@latest',
      },
    ]);
  });

  test('nothing that sets it up', async () => {
    expect(await faults({ manifest: { main: 'app.js' } })).toEqual([
      { message: 'nothing sets up OpenTelemetry before app.js runs', fix: START },
    ]);
  });

  test.each([
    ["const { Firestore } = require('@google-cloud/firestore');\nrequire('@opentelemetry/sdk-node');", {}],
    [
      "import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { Firestore } from '@google-cloud/firestore';",
      { type: 'module' },
    ],
  ])('a client that is loaded before the set-up: %s', async (source, more) => {
    expect(await faults({ source, manifest: { main: 'app.js', ...more } })).toEqual([
      {
        message:
          'app.js loads @google-cloud/firestore before the set-up runs: its calls are traced, the requests below them may be missing',
        fix: START,
      },
    ]);
  });

  test('an ES module without loader hooks, where Node has no sound ones of its own', async () => {
    const installed = { ...healthy, '@google/genai': '3.1.0', '@gcp-otel/instrumentation-vertexai': '0.1.0' };
    const manifest = { type: 'module', scripts: { start: 'node --import ./tracing.js app.js' } };
    const files = {
      'tracing.js':
        "import '@opentelemetry/sdk-node';\nimport { getGcpInstrumentations } from '@gcp-otel/auto-instrumentations';",
    };
    expect(await faults({ installed, manifest, files })).toEqual([]);
    expect(await faults({ installed, manifest, files, nodeVersion: '22.15.0' })).toEqual([
      {
        message: '@google/genai: ES modules, which are not traced on Node.js 22.15.0 without loader hooks',
        fix: `install Node.js 22.22.3, 24.11.1 or newer, or ${START}`,
      },
    ]);
  });

  test('copies of the API that cannot find each other', async () => {
    const installed = { ...healthy, 'other/node_modules/@opentelemetry/api': '1.11.0', other: '1.0.0' };
    expect(await faults({ installed })).toEqual([
      {
        message:
          'copies of @opentelemetry/api that cannot find each other: 1.10.0 (node_modules/@opentelemetry/api), 1.11.0 (node_modules/other/node_modules/@opentelemetry/api); code that uses a newer one is not traced',
        fix: 'npm install @opentelemetry/api@1.11.0 && npm dedupe',
      },
    ]);
  });

  test('an SDK that is too old, and two copies of a plugin', async () => {
    const installed = {
      ...healthy,
      '@opentelemetry/sdk-node': '0.57.2',
      [`other/node_modules/${PLUGIN}`]: '0.0.9',
      other: '1.0.0',
    };
    expect(await faults({ installed })).toEqual([
      {
        message: '@opentelemetry/sdk-node 0.57.2 is older than SDK 2',
        fix: 'npm install @opentelemetry/sdk-node@latest',
      },
      {
        message: `several copies of ${PLUGIN}: 0.1.0 (node_modules/${PLUGIN}), 0.0.9 (node_modules/other/node_modules/${PLUGIN}); each makes its own spans`,
        fix: 'npm dedupe',
      },
    ]);
  });

  test('credentials that are not there', async () => {
    const env = { GCP_OTEL_EXPORTER: 'gcp', HOME: '/nowhere', APPDATA: '/nowhere' };
    const fix = 'gcloud auth application-default login';
    expect(await faults({ env })).toEqual([
      { message: 'GCP_OTEL_EXPORTER=gcp, but there are no Google Cloud credentials', fix },
    ]);
    expect(await faults({ env: { ...env, GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json' } })).toEqual([
      { message: 'GOOGLE_APPLICATION_CREDENTIALS: there is no file /nowhere/key.json', fix },
    ]);
    expect(await faults({ env: { ...env, K_SERVICE: 'orders' } })).toEqual([]);
  });

  test.each<[env: { readonly [name: string]: string }, message: string, fix: string]>([
    [
      { GCP_OTEL_EXPORTER: 'stackdriver' },
      'GCP_OTEL_EXPORTER="stackdriver" is not known',
      'GCP_OTEL_EXPORTER=gcp|otlp|console',
    ],
    [
      { OTEL_TRACES_EXPORTER: 'jaeger' },
      'OTEL_TRACES_EXPORTER="jaeger" is not known',
      'OTEL_TRACES_EXPORTER=otlp|console|zipkin|none',
    ],
    [
      { OTEL_TRACES_EXPORTER: 'none' },
      'OTEL_TRACES_EXPORTER=none: no span is exported',
      'GCP_OTEL_EXPORTER=gcp',
    ],
    [
      { OTEL_PROPAGATORS: 'tracecontext,gcp' },
      'OTEL_PROPAGATORS: gcp is not known',
      'OTEL_PROPAGATORS=tracecontext,baggage,xcloudtrace',
    ],
    [
      { GCP_OTEL_KEEP_RATIO: '0.01', OTEL_TRACES_SAMPLER: 'traceidratio' },
      'OTEL_TRACES_SAMPLER=traceidratio drops failures before GCP_OTEL_KEEP_RATIO can keep them',
      'OTEL_TRACES_SAMPLER=always_on',
    ],
    [
      { FIRESTORE_ENABLE_TRACING: 'true' },
      "FIRESTORE_ENABLE_TRACING is set: the plugin replaces the client's own spans, unless nativeSpans is 'keep'",
      'unset FIRESTORE_ENABLE_TRACING',
    ],
  ])('%j', async (env, message, fix) => {
    expect(await faults({ env })).toEqual([{ message, fix }]);
  });

  test('an instrumentation beside ours, and no client at all', async () => {
    const { '@google-cloud/firestore': _, ...installed } = healthy;
    expect(await faults({ installed: { ...installed, '@google-cloud/trace-agent': '8.0.0' } })).toEqual([
      {
        message: 'no Google Cloud client library is installed here',
        fix: 'run this in the directory of the application',
      },
      {
        message: '@google-cloud/trace-agent is installed: it is retired, and patches the same clients',
        fix: 'npm uninstall @google-cloud/trace-agent',
      },
    ]);
  });
});

/** As a user runs it. */
const run = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const cli = join(__dirname, '..', 'dist', 'cli.js');
    const env = { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    execFile(process.execPath, [cli, ...args], { cwd: root(), env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });

describe('at the command line', () => {
  test('says what it has seen; its exit code says whether something is wrong', async () => {
    await build({});
    expect(await run('doctor')).toEqual({
      code: 0,
      stdout: [
        `✓ clients: @google-cloud/firestore 9.4.1 (node_modules/@google-cloud/firestore) is traced by ${PLUGIN} 0.1.0`,
        `✓ opentelemetry: Node.js ${process.versions.node}`,
        '✓ opentelemetry: @opentelemetry/api 1.10.0',
        '✓ opentelemetry: @opentelemetry/sdk-node 0.301.0',
        '✓ loading: started with --import @gcp-otel/auto-instrumentations/register',
        '✓ loading: the application is CommonJS',
        '✓ exporter: OTLP to http://collector:4318',
        '✓ propagators: tracecontext, baggage: the default',
        '',
        '0 errors, 0 warnings',
        '',
      ].join('\n'),
      stderr: '',
    });
    await build({ manifest: { main: 'app.js' } });
    const { code, stdout } = await run('doctor');
    expect({ code, told: stdout.includes(`    → ${START}\n`) }).toEqual({ code: 1, told: true });
  });

  test('--json', async () => {
    await build({ manifest: { main: 'app.js' } });
    const { code, stdout } = await run('doctor', '--json');
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
    expect(code).toBe(1);
    expect(findings.find(({ level }) => level === 'error')).toEqual({
      level: 'error',
      check: 'loading',
      message: 'nothing sets up OpenTelemetry before app.js runs',
      fix: START,
    });
  });

  test.each([[['nurse']], [['doctor', '--jsn']]])('%j is no command', async (args) => {
    expect(await run(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'usage: npx @gcp-otel/auto-instrumentations doctor [--json] [--run]\n',
    });
  });
});
