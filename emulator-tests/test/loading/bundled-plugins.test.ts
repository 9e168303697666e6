import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { nightly } from '../../harness/nightly.ts';
import { esbuild, rollup } from '../../loading/bundles.ts';
import { services } from '../../services/index.ts';

const run = promisify(execFile);
const modules = join(import.meta.dirname, '../..', '.loading');
const application = `
import { getGcpInstrumentations } from '@gcp-otel/auto-instrumentations';
for (const plugin of getGcpInstrumentations()) console.log(plugin.instrumentationName, plugin.constructor.name);
process.exit();
`;

let source: string;
/** Without any node_modules above it: nothing can be loaded that is not in the bundle. */
let elsewhere: string;

beforeAll(async () => {
  await mkdir(modules, { recursive: true });
  source = await mkdtemp(join(modules, 'plugins-'));
  elsewhere = await mkdtemp(join(tmpdir(), 'bundled-'));
  await writeFile(join(source, 'app.mjs'), application);
});
afterAll(() =>
  Promise.all([source, elsewhere].map((directory) => rm(directory, { recursive: true, force: true }))),
);

const runBundle = async (name: string): Promise<{ stdout: string; stderr: string }> => {
  await cp(join(source, name), join(elsewhere, name));
  return run(process.execPath, [name], { cwd: elsewhere, env: { PATH: process.env['PATH'] } });
};

const plugins = Object.values(services).map(({ plugin }) => plugin);
const all = plugins.map((plugin) => plugin.package);

/** Each by its name, and that of its class. */
const shown = plugins.map((plugin) => `${plugin.package} ${plugin.className}\n`).join('');

describe('getGcpInstrumentations() in a bundle', () => {
  const bundlers = [
    ['esbuild, CommonJS', esbuild('cjs'), 'bundle.cjs'],
    ['esbuild, ES module', esbuild('esm'), 'bundle.mjs'],
    ['rollup, ES module', rollup, 'bundle.mjs'],
  ] as const;

  // Rollup takes a minute on a busy machine.
  test.each(bundlers.filter(([title]) => nightly || !title.startsWith('rollup')))(
    'has all plugins: %s',
    async (_, bundle, name) => {
      await bundle(source);
      expect(await runBundle(name)).toEqual({ stdout: shown, stderr: '' });
    },
  );

  test('says that it has none where none is installed', async () => {
    await build({
      entryPoints: [join(source, 'app.mjs')],
      outfile: join(source, 'none.cjs'),
      bundle: true,
      platform: 'node',
      external: all,
      logLevel: 'error',
      logOverride: { 'empty-import-meta': 'silent' },
    });
    expect(await runBundle('none.cjs')).toEqual({
      stdout: '',
      stderr: `@gcp-otel/auto-instrumentations: no plugin is installed, so no call of a Google Cloud client is traced: npm install ${all.join(' ')}\n`,
    });
  });
});
