/** Makes applications for the doctor, each in a directory of its own, and says what it finds there. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { examine } from '../src/doctor/application';
import { findingsOf } from '../src/doctor/doctor';
import type { Finding } from '../src/doctor/finding';

/** What is installed, by its path in `node_modules`. */
export type Installed = { readonly [path: string]: string };

export const PLUGIN = '@gcp-otel/instrumentation-firestore';
const peers = { '@google-cloud/firestore': '>=7.0.0 <10' };

export const healthy: Installed = {
  '@google-cloud/firestore': '9.4.1',
  [PLUGIN]: '0.1.0',
  '@gcp-otel/auto-instrumentations': '0.1.0',
  '@opentelemetry/api': '1.10.0',
  '@opentelemetry/sdk-node': '0.301.0',
};

export interface SetUp {
  readonly installed?: Installed;
  readonly manifest?: object;
  readonly source?: string;
  /** Other files, by their paths. */
  readonly files?: { readonly [path: string]: string };
  readonly env?: { readonly [name: string]: string };
  /** The release of Node.js that the application has. @default this one's */
  readonly nodeVersion?: string;
}

export const START = 'node --import @gcp-otel/auto-instrumentations/register app.js';

const registered = { scripts: { start: START } };

export const FLAG = '--import @gcp-otel/auto-instrumentations/register';

/** A file that sets up OpenTelemetry with the plugins, as CommonJS and as an ES module. */
export const tracing = `const { NodeSDK } = require('@opentelemetry/sdk-node');
const { getGcpInstrumentations } = require('@gcp-otel/auto-instrumentations');
new NodeSDK({ instrumentations: getGcpInstrumentations() }).start();
`;
export const tracingModule: string = tracing.replaceAll(/const (.*) = require\((.*)\)/g, 'import $1 from $2');

/** A file that uses a client. */
export const db =
  "const { Firestore } = require('@google-cloud/firestore');\nexports.db = new Firestore();\n";
export const dbModule =
  "import { Firestore } from '@google-cloud/firestore';\nexport const db = new Firestore();\n";

/** Started by a script. */
export const by = (start: string, more: object = {}): SetUp => ({
  manifest: { scripts: { start }, ...more },
});
export const esModule = { type: 'module' };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-doctor-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** The directory of the test's application. */
export const root = (): string => directory;

const write = async (path: string, content: string): Promise<void> => {
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
};

export const build = async ({
  installed = healthy,
  manifest = registered,
  source = '',
  files = {},
}: SetUp): Promise<void> => {
  await write('package.json', JSON.stringify({ name: 'app', version: '1.0.0', ...manifest }));
  await write('app.js', source);
  for (const [path, version] of Object.entries(installed)) {
    const name = path.split('node_modules/').at(-1)!;
    const more = name === PLUGIN ? { peerDependencies: peers } : {};
    await write(`node_modules/${path}/package.json`, JSON.stringify({ name, version, ...more }));
  }
  for (const [path, content] of Object.entries(files)) await write(path, content);
};

/** All that is not fine, in an application that exports to a collector unless it says otherwise. */
export const findingsFor = async (setUp: SetUp): Promise<Finding[]> => {
  await build(setUp);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', ...setUp.env };
  const { nodeVersion = process.versions.node } = setUp;
  return findingsOf({ ...examine(directory, env), nodeVersion }).filter(({ level }) => level !== 'fine');
};
