import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../src/doctor/finding';
import {
  by,
  db,
  dbModule,
  esModule,
  findingsFor,
  FLAG,
  healthy,
  type SetUp,
  START,
  tracing,
  tracingModule,
} from './doctor-application';

const nothing: Finding = {
  level: 'error',
  check: 'loading',
  message: 'nothing sets up OpenTelemetry before app.js runs',
  fix: START,
};
const error = (check: string, message: string, fix: string): Finding[] => [
  { level: 'error', check, message, fix },
];
const warning = (check: string, message: string, fix: string): Finding[] => [
  { level: 'warning', check, message, fix },
];
const tooEarly = (what: string): Finding[] =>
  warning(
    'loading',
    `${what} before the set-up runs: its calls are traced, the requests below them may be missing`,
    START,
  );

describe('names what is wrong with the start', () => {
  test.each<[name: string, setUp: SetUp, found: Finding[]]>([
    [
      'the flag behind the name of the script',
      by(`node app.js ${FLAG}`),
      error(
        'loading',
        `${FLAG} comes after app.js: Node.js gives it to the application and does not load it`,
        START,
      ),
    ],
    [
      'the same, of a script that is not built yet',
      by(`node dist/main.js ${FLAG}`),
      error(
        'loading',
        `${FLAG} comes after dist/main.js: Node.js gives it to the application and does not load it`,
        `node ${FLAG} dist/main.js`,
      ),
    ],
    ['an option of the application with the name of one of Node.js', by('node app.js -r europe'), [nothing]],
    [
      'the flag in the script for developers only',
      { manifest: { scripts: { start: 'node app.js', dev: `node --watch ${FLAG} app.js` } } },
      error('loading', 'only the script dev sets up OpenTelemetry: npm start runs app.js without it', START),
    ],
    [
      'the same, with no start script',
      { manifest: { main: 'app.js', scripts: { dev: `NODE_OPTIONS="${FLAG}" node app.js` } } },
      error('loading', 'only the script dev sets up OpenTelemetry: node runs app.js without it', START),
    ],
    [
      'the flag in the start script, which the image does not use',
      { files: { Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "app.js"]\n' } },
      error(
        'loading',
        'only the script start sets up OpenTelemetry: the Dockerfile runs app.js without it',
        START,
      ),
    ],
    [
      'another module before the application',
      { ...by('node --import tsx -r ./polyfill.js app.js'), files: { 'polyfill.js': 'globalThis.x = 1;' } },
      error(
        'loading',
        'nothing sets up OpenTelemetry before app.js runs, --import tsx and --require ./polyfill.js does not either',
        START,
      ),
    ],
    [
      'a set-up that is not there',
      by('node --import ./tracing.js app.js'),
      error('loading', '--import ./tracing.js: there is no such file', START),
    ],
    [
      'a set-up without the plugins',
      {
        ...by('node --require ./tracing.js app.js'),
        files: {
          'tracing.js': "const { NodeSDK } = require('@opentelemetry/sdk-node');\nnew NodeSDK().start();",
        },
      },
      error(
        'loading',
        '--require ./tracing.js sets up OpenTelemetry without the plugins: no call of a Google Cloud client is traced',
        'add getGcpInstrumentations() to its instrumentations',
      ),
    ],
    [
      'a set-up without the plugins, in the application',
      {
        ...by('node app.js'),
        source: "require('./tracing');\nrequire('./db');\n",
        files: { 'tracing.js': "require('@opentelemetry/sdk-node');", 'db.js': db },
      },
      error(
        'loading',
        'tracing.js sets up OpenTelemetry without the plugins: no call of a Google Cloud client is traced',
        'add getGcpInstrumentations() to its instrumentations',
      ),
    ],
    [
      'the instrumentations of OpenTelemetry alone',
      by('node --import @opentelemetry/auto-instrumentations-node/register app.js'),
      error(
        'loading',
        '--import @opentelemetry/auto-instrumentations-node/register sets up OpenTelemetry without the plugins: no call of a Google Cloud client is traced',
        'add getGcpInstrumentations() to its instrumentations',
      ),
    ],
    [
      'helpers of this package, which set up nothing',
      { ...by('node app.js'), source: "const { pinoOptions } = require('@gcp-otel/auto-instrumentations');" },
      [nothing],
    ],
    ['a set-up in a comment', { ...by('node app.js'), source: "// require('./tracing');\n" }, [nothing]],
  ])('%s', async (_name, setUp, found) => {
    expect(await findingsFor(setUp)).toEqual(found);
  });
});

describe('names what is wrong with the order', () => {
  test.each<[name: string, setUp: SetUp, found: Finding[]]>([
    [
      'a client that another file loads before the set-up',
      {
        ...by('node app.js'),
        source: "const { db } = require('./db.js');\nrequire('./tracing');\n",
        files: { 'db.js': db, 'tracing.js': tracing },
      },
      tooEarly('app.js loads @google-cloud/firestore through db.js'),
    ],
    [
      'the same, deeper',
      {
        ...by('node app.js'),
        source: "require('./lib');\nrequire('./tracing');\n",
        files: { 'lib/index.js': "require('../db')", 'db.js': db, 'tracing.js': tracing },
      },
      tooEarly('app.js loads @google-cloud/firestore through lib/index.js through db.js'),
    ],
    [
      'the same, in ES modules',
      {
        ...by('node app.js', esModule),
        source: "import { db } from './db.js';\nimport './tracing.js';\n",
        files: { 'db.js': dbModule, 'tracing.js': tracingModule },
      },
      tooEarly('app.js loads @google-cloud/firestore through db.js'),
    ],
    [
      'a set-up in an ES module, whose imports come before its code',
      {
        ...by('node app.js', esModule),
        source: `${tracingModule}import { db } from './db.js';\n`,
        files: { 'db.js': dbModule },
      },
      tooEarly('app.js loads @google-cloud/firestore through db.js'),
    ],
    [
      'a client between the SDK and its start',
      { ...by('node app.js'), source: tracing.replace('new NodeSDK', `${db}new NodeSDK`) },
      tooEarly('app.js loads @google-cloud/firestore'),
    ],
  ])('%s', async (_name, setUp, found) => {
    expect(await findingsFor(setUp)).toEqual(found);
  });
});

describe('names what is beside it', () => {
  test.each<[name: string, setUp: SetUp, found: Finding[]]>([
    [
      'Sentry 10',
      { installed: { ...healthy, '@sentry/node': '10.4.0' } },
      warning(
        'opentelemetry',
        '@sentry/node 10.4.0 sets up OpenTelemetry as well, and only the first of two is registered',
        'Sentry.init({ skipOpenTelemetrySetup: true })',
      ),
    ],
    [
      'a client inside a bundle',
      {
        ...by(`node ${FLAG} dist/main.js`),
        files: {
          'dist/main.js': `var a=(e,t)=>()=>t;a({"x"(){t={name:"@google-cloud/firestore",version:"9.4.1"}}});`,
        },
      },
      error(
        'loading',
        'dist/main.js is a bundle with @google-cloud/firestore inside, where no plugin sees it',
        'leave @google-cloud/firestore out of the bundle, or give it to instrumentModule()',
      ),
    ],
    [
      'the same, not minified',
      {
        ...by(`node ${FLAG} app.js`),
        source: '// node_modules/@google-cloud/firestore/build/src/path.js\nvar require_path = 1;',
      },
      error(
        'loading',
        'app.js is a bundle with @google-cloud/firestore inside, where no plugin sees it',
        'leave @google-cloud/firestore out of the bundle, or give it to instrumentModule()',
      ),
    ],
  ])('%s', async (_name, setUp, found) => {
    expect(await findingsFor(setUp)).toEqual(found);
  });
});
