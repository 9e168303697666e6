/**
 * Installs what would be published into empty directories, as users do, and runs it: by the flag, in strict TypeScript,
 * and the plugins alone on the SDK before.
 */
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, startScripted } from '@gcp-otel/emulator-tests/emulators';
import { services } from '../emulator-tests/services/index.ts';
import { sdk2 } from '../emulator-tests/versions/sdk2.ts';
import { drawReceived, startCollector, tracesOnly } from './collector.mts';
import { type Application, makeApplication } from './install/application.mts';
import { tree } from './install/app-tree.mts';
import { checkEndings } from './install/endings.mts';
import { checkFootprint } from './install/footprint.mts';
import { installBy, managers } from './install/managers.mts';
import { packInto } from './pack.mts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const plugins = Object.values(services).map(({ plugin }) => plugin);
const clients = ['@google-cloud/firestore@9.4.1', '@google/genai@3.3.0'];

const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-install-'));
mkdirSync(join(directory, 'packed'));
const packed = packInto(join(directory, 'packed'));
const tarballs = packed.map(({ tarball }) => tarball);
const alone = packed.filter(({ name }) => !name.endsWith('auto-instrumentations'));

/** A set-up by hand, with the plugins and no other package of the pack. */
const byHand = `
const { GrpcInstrumentation } = require('@opentelemetry/instrumentation-grpc');
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
const { NodeSDK } = require('@opentelemetry/sdk-node');

const sdk = new NodeSDK({
  instrumentations: [
    new GrpcInstrumentation(),
    new UndiciInstrumentation(),
    ${plugins.map(({ package: name, className }) => `new (require('${name}').${className})(),`).join('\n    ')}
  ],
});
sdk.start();

process.once('beforeExit', () => sdk.shutdown());
`;

const collector = await startCollector();
const [firestore, vertexAI] = await Promise.all([startEmulator('firestore'), startScripted('vertexai')]);
const env = { ...vertexAI.env, ...firestore.env, ...tracesOnly(collector.url) };

const traced = async (
  what: string,
  application: Pick<Application, 'run'>,
  command: readonly [string, ...string[]],
) => {
  collector.received.length = 0;
  const { stdout, stderr } = await application.run(env, ...command);
  deepStrictEqual({ stdout, stderr }, { stdout: 'read true\nsaid word1 word2 word3 \n', stderr: '' }, what);
  strictEqual(drawReceived(collector), tree, what);
  console.log(`✓ ${what}`);
};

/** Applications that know nothing of tracing. */
const apps = Object.fromEntries(
  ['app.cjs', 'app.mjs'].map((file) => [file, read(`auto-instrumentations/test/fixtures/${file}`)]),
);

try {
  const byFlag = await makeApplication(
    join(directory, 'flag'),
    [...tarballs, ...clients, '@google-cloud/functions-framework@5.0.5', '@opentelemetry/api@1.10.0'],
    apps,
  );
  const flag = ['--import', '@gcp-otel/auto-instrumentations/register'];
  await traced('CommonJS, by the flag', byFlag, ['node', ...flag, 'app.cjs']);
  await traced('ES modules, by the flag', byFlag, ['node', ...flag, 'app.mjs']);
  await byFlag.run({}, 'npm', 'pkg', 'set', `scripts.start=node ${flag.join(' ')} app.mjs`);
  const { stdout } = await byFlag.run(
    env,
    'npx',
    '--no-install',
    '@gcp-otel/auto-instrumentations',
    'doctor',
  );
  ok(stdout.endsWith('\n0 errors, 0 warnings\n'), stdout);
  console.log('✓ the doctor, by npx');

  await makeApplication(
    join(directory, 'alone'),
    [...tarballs.filter((tarball) => !tarball.includes('prices')), '@opentelemetry/api@1.10.0'],
    {},
  );
  checkFootprint(join(directory, 'alone'));

  await checkEndings(join(directory, 'flag'), byFlag, collector, env);

  const ours = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const others = {
    '@google-cloud/firestore': '9.4.1',
    '@google/genai': '3.3.0',
    '@opentelemetry/api': '1.10.0',
  };
  for (const manager of managers) {
    const where = join(directory, manager.name.replaceAll(/\W/g, '-'));
    // oxlint-disable-next-line no-await-in-loop -- one collector
    const application = await installBy(manager, where, ours, others, apps);
    for (const app of Object.keys(apps))
      // oxlint-disable-next-line no-await-in-loop -- one collector
      await traced(`${app}, installed by ${manager.name}`, application, ['node', ...flag, app]);
  }

  const typed = await makeApplication(
    join(directory, 'typed'),
    [
      ...tarballs,
      '@opentelemetry/sdk-node@0.301.0',
      '@opentelemetry/instrumentation-http@0.301.0',
      '@opentelemetry/instrumentation-undici@0.34.0',
      '@opentelemetry/api@1.10.0',
      'typescript@7.0.2',
      '@types/node@24',
    ],
    {
      'index.mts': read('scripts/install/fixtures/typed.mts'),
      'index.cts': read('scripts/install/fixtures/typed.mts'),
    },
  );
  ok(!existsSync(join(directory, 'typed/node_modules/@google-cloud')), 'a client was installed');
  await typed.run(
    {},
    'npx',
    'tsc',
    ...'--noEmit --strict --module nodenext --target es2023 --types node index.mts index.cts'.split(' '),
  );
  console.log('✓ strict TypeScript, every library checked, without the types of the clients, on SDK 3');

  const onSdk2 = await makeApplication(
    join(directory, 'sdk2'),
    [
      ...alone.map(({ tarball }) => tarball),
      ...clients,
      ...Object.entries(sdk2).map(([name, version]) => `${name}@${version}`),
    ],
    { ...apps, 'tracing.cjs': byHand },
  );
  await traced('the plugins alone, on SDK 2', onSdk2, ['node', '--require', './tracing.cjs', 'app.cjs']);
} finally {
  collector.close();
  await Promise.all([firestore.stop(), vertexAI.stop()]);
  rmSync(directory, { recursive: true, force: true });
}
