import { expect, test } from '@jest/globals';
import { build, findingsFor, healthy, root } from './doctor-application';

/** What Yarn writes, as far as it is asked: each package is in a directory of its own, outside `node_modules`. */
const yarnFile = (packages: { readonly [name: string]: string }): string => `
const { join } = require('node:path');
const packages = ${JSON.stringify(packages)};
const at = (name) => join(__dirname, '.yarn/unplugged', name) + '/';
module.exports = {
  getAllLocators: () => Object.entries(packages).map(([name, version]) => ({ name, reference: 'npm:' + version })),
  getPackageInformation: ({ name }) => ({ packageLocation: at(name) }),
  resolveVirtual: () => null,
  resolveToUnqualified: at,
};
`;

const manifest = { scripts: { start: 'node --import @gcp-otel/auto-instrumentations/register app.js' } };

const installedBy = (packages: { readonly [name: string]: string }): { [path: string]: string } => ({
  '.pnp.cjs': yarnFile(packages),
  ...Object.fromEntries(
    Object.entries(packages).map(([name, version]) => [
      `.yarn/unplugged/${name}/package.json`,
      JSON.stringify({ name, version }),
    ]),
  ),
});

test("the packages of Yarn's Plug'n'Play are found", async () => {
  expect(await findingsFor({ manifest, installed: {}, files: installedBy(healthy) })).toEqual([]);
});

test('what is missing there is named', async () => {
  const { '@opentelemetry/api': _, ...packages } = healthy;
  expect(await findingsFor({ manifest, installed: {}, files: installedBy(packages) })).toEqual([
    {
      level: 'error',
      check: 'opentelemetry',
      message: '@opentelemetry/api is not installed',
      fix: 'yarn add @opentelemetry/api',
    },
  ]);
});

test('options that Yarn adds to NODE_OPTIONS set up nothing, and hide nothing', async () => {
  await build({});
  const env = {
    NODE_OPTIONS: `--require ${root()}/.pnp.cjs --experimental-loader file://${root()}/.pnp.loader.mjs`,
  };
  const start = { manifest: { scripts: { start: 'node app.js' } }, installed: {} };
  expect(await findingsFor({ ...start, env, files: installedBy(healthy) })).toEqual([
    {
      level: 'error',
      check: 'loading',
      message: 'nothing sets up OpenTelemetry before app.js runs',
      fix: 'node --import @gcp-otel/auto-instrumentations/register app.js',
    },
  ]);
  const Dockerfile = 'ENV NODE_OPTIONS="--import @gcp-otel/auto-instrumentations/register"\n';
  expect(await findingsFor({ ...start, env, files: { ...installedBy(healthy), Dockerfile } })).toEqual([]);
});
