import { describe, expect, test } from '@jest/globals';
import {
  by,
  db,
  dbModule,
  esModule,
  findingsFor,
  FLAG,
  healthy,
  PLUGIN,
  type SetUp,
  START,
  tracing,
  tracingModule,
} from './doctor-application';

describe('finds nothing wrong with', () => {
  const hooks =
    "import { register } from 'node:module';\nregister('import-in-the-middle/hook.mjs', import.meta.url);\n";
  const storage = {
    ...healthy,
    '@google-cloud/storage': '8.1.0',
    '@gcp-otel/instrumentation-storage': '0.1.0',
  };
  test.each<[name: string, setUp: SetUp]>([
    [
      'a set-up that CommonJS requires first',
      {
        ...by('node app.js'),
        source: "require('./tracing');\nrequire('./db');\n",
        files: { 'tracing.js': tracing, 'db.js': db },
      },
    ],
    [
      'a set-up that an ES module imports first',
      {
        ...by('node app.js', esModule),
        source: "import './tracing.js';\nimport { db } from './db.js';\n",
        files: { 'tracing.js': tracingModule, 'db.js': dbModule },
      },
    ],
    [
      'a set-up in front, in TypeScript',
      {
        ...by('tsx --import ./src/tracing.ts src/app.ts', esModule),
        files: {
          'src/tracing.ts': tracingModule,
          'src/app.ts':
            "import type { Firestore } from '@google-cloud/firestore';\nimport { db } from './db.js';",
          'src/db.ts': dbModule,
        },
      },
    ],
    [
      'clients that are loaded when they are used, before the set-up in the file',
      {
        ...by('node app.js'),
        source:
          "const db = () => require('./db');\nfunction more() { require('./db'); }\nrequire('./tracing');\ndb();",
        files: { 'tracing.js': tracing, 'db.js': db },
      },
    ],
    [
      'a client that the set-up passes to its plugin',
      {
        ...by('node --import ./tracing.mjs app.js'),
        files: {
          'tracing.mjs': `import * as firestore from '@google-cloud/firestore';
import { FirestoreInstrumentation } from '${PLUGIN}';
import { NodeSDK } from '@opentelemetry/sdk-node';
const plugin = new FirestoreInstrumentation();
plugin.instrumentModule(firestore);
new NodeSDK({ instrumentations: [plugin] }).start();`,
        },
      },
    ],
    ...['@acme/tracing', '@acme/tracing/register.js'].map((name): [string, SetUp] => [
      `a set-up that is a package of the company: ${name}`,
      {
        ...by(`node --import ${name} app.js`),
        files: {
          'node_modules/@acme/tracing/package.json':
            '{"name":"@acme/tracing","version":"1.0.0","dependencies":{"@gcp-otel/auto-instrumentations":"*"}}',
        },
      },
    ]),
    [
      'a set-up that uses a package of the company',
      {
        ...by('node --import ./tracing.mjs app.js'),
        files: {
          'tracing.mjs': "import { setUp } from '@acme/tracing';\nsetUp();\n",
          'node_modules/@acme/tracing/package.json':
            '{"name":"@acme/tracing","version":"1.0.0","dependencies":{"@opentelemetry/sdk-node":"*","@gcp-otel/instrumentation-firestore":"*"}}',
        },
      },
    ],
    ['the flag in NODE_OPTIONS', { ...by('node app.js'), env: { NODE_OPTIONS: FLAG } }],
    [
      'the flag in NODE_OPTIONS of the script',
      {
        manifest: {
          scripts: { start: `cross-env NODE_OPTIONS="${FLAG}" npm run serve`, serve: 'node app.js' },
        },
      },
    ],
    ['the flag with --require', by('node -r @gcp-otel/auto-instrumentations/register app.js')],
    [
      'the flag in a script that the start script runs',
      { manifest: { scripts: { start: 'npm run build && npm run serve', build: 'tsc', serve: START } } },
    ],
    [
      'NODE_OPTIONS of an image',
      {
        ...by('node app.js'),
        files: { Dockerfile: `FROM node:24\nENV A=1 \\\n    NODE_OPTIONS="${FLAG}"\nCMD ["npm", "start"]\n` },
      },
    ],
    [
      'NODE_OPTIONS of the stage that an image is made from',
      {
        ...by('node app.js'),
        files: {
          Dockerfile: `FROM node:24 AS base\nENV NODE_OPTIONS "${FLAG}"\nFROM base AS build\nRUN npm run build\nFROM base\nCMD node /app.js\n`,
        },
      },
    ],
    [
      'the command of an image',
      {
        ...by('node app.js'),
        files: {
          Dockerfile: `FROM gcr.io/distroless/nodejs24\nWORKDIR /srv\nCMD ["${FLAG.split(' ').join('", "')}", "/srv/app.js"]`,
        },
      },
    ],
    [
      'a Procfile',
      { ...by('node app.js'), files: { Procfile: `release: npm run migrate\nweb: ${START}\n` } },
    ],
    [
      'a file of variables',
      { ...by('node --env-file=.env app.js'), files: { '.env': `NODE_OPTIONS='${FLAG}'\n` } },
    ],
    [
      'the flag, whose SDK is in the package itself',
      {
        installed: Object.fromEntries(
          Object.entries(healthy).filter(([name]) => name !== '@opentelemetry/sdk-node'),
        ),
      },
    ],
    [
      'Sentry that sets up no OpenTelemetry',
      {
        installed: { ...healthy, '@sentry/node': '10.4.0' },
        source: "require('@sentry/node').init({ skipOpenTelemetrySetup: true });",
      },
    ],
    [
      'a bundle with the plugin inside, and the client outside',
      {
        ...by('node app.js'),
        source: `${tracing}var p={packages:[{name:"@google-cloud/firestore",supported:{from:"7.0.0"}}]};`,
      },
    ],
    ['Sentry 11, which does not', { installed: { ...healthy, '@sentry/node': '11.0.0' } }],
  ])('%s', async (_name, setUp) => {
    expect(await findingsFor(setUp)).toEqual([]);
  });

  test('loader hooks that the set-up registers itself, on a Node.js that needs them', async () => {
    const setUp: SetUp = {
      ...by('node --import ./tracing.mjs app.js', esModule),
      installed: storage,
      nodeVersion: '22.15.0',
    };
    expect(await findingsFor({ ...setUp, files: { 'tracing.mjs': hooks + tracingModule } })).toEqual([
      {
        level: 'warning',
        check: 'loading',
        message:
          '@google-cloud/storage: ES modules, traced by loader hooks in a separate thread, which add a quarter of a second to the start',
        fix: 'install Node.js 22.22.3, 24.11.1 or newer',
      },
    ]);
    const commented = hooks.replaceAll(/^/gm, '// ') + tracingModule;
    expect(await findingsFor({ ...setUp, files: { 'tracing.mjs': commented } })).toEqual([
      {
        level: 'error',
        check: 'loading',
        message:
          '@google-cloud/storage: ES modules, which are not traced on Node.js 22.15.0 without loader hooks',
        fix: `install Node.js 22.22.3, 24.11.1 or newer, or ${START}`,
      },
    ]);
  });
});
