/** Finds the packages of an application that Yarn's Plug'n'Play resolves: they are in archives, not in `node_modules`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Copy } from './packages';

/** Yarn writes it into the root of the workspaces. It can be asked what is installed where. */
export const yarnFileOf = (directory: string): string | undefined => {
  const file = join(directory, '.pnp.cjs');
  if (existsSync(file)) return file;
  const parent = dirname(directory);
  return parent === directory ? undefined : yarnFileOf(parent);
};

/**
 * Prints the packages of which the doctor knows something, and those that the application names. It runs in a process of
 * its own, because there Yarn's file makes Node.js read archives as if they were directories.
 */
const LIST = `
const { readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const [file, root] = process.argv.slice(1);
const pnp = require(file);
const read = (directory) => JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
const named = read(root).dependencies ?? {};
const known = /^@(?:google|google-cloud|gcp-otel|opentelemetry|sentry|traceloop)\\//;
const copies = new Map();
for (const locator of pnp.getAllLocators()) {
  const found = pnp.getPackageInformation(locator)?.packageLocation;
  if (!found || !(known.test(locator.name) || locator.name in named)) continue;
  const directory = pnp.resolveVirtual?.(found) ?? found;
  try {
    const { name, version, dependencies, peerDependencies } = read(directory);
    const path = relative(root, directory);
    copies.set(path, { name, version, path, manifest: { name, version, dependencies, peerDependencies } });
  } catch {}
}
const isOwn = ({ name, path }) => {
  try {
    const found = pnp.resolveToUnqualified(name, join(root, '/'));
    return relative(root, pnp.resolveVirtual?.(found) ?? found) === path;
  } catch {
    return false;
  }
};
const all = [...copies.values()];
process.stdout.write(JSON.stringify([...all.filter(isOwn), ...all.filter((copy) => !isOwn(copy))]));
`;

/** The application's own copies first. Nothing without Plug'n'Play. */
export const packagesOfYarn = (root: string): Copy[] | undefined => {
  const file = yarnFileOf(root);
  if (file === undefined) return undefined;
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--require', file, '--eval', LIST, '--', file, root],
    // Not with what the application loads before it runs.
    { cwd: root, env: { ...process.env, NODE_OPTIONS: '' }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  return status === 0 ? (JSON.parse(stdout) as Copy[]) : undefined;
};

const COMMANDS: readonly (readonly [npm: string, yarn: string])[] = [
  ['npm install ', 'yarn add '],
  ['npm uninstall ', 'yarn remove '],
  ['npm dedupe', 'yarn dedupe'],
];

/** The commands of Yarn for those of npm, whose `node_modules` Plug'n'Play does not read. */
export const asYarn = (fix: string): string =>
  COMMANDS.reduce((text, [npm, yarn]) => text.replaceAll(npm, yarn), fix);
