import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependenciesOf, directoryOf, type Release } from './releases.ts';

const here = import.meta.dirname;

/** The Nodes that the plugins support beside the one of this repository, as npm brings them; the oldest first. */
export const otherNodes = ['22.15.1', '22.23.3', '26.10.0'] as const;

const npm = (directory: string, ...args: string[]) =>
  execFileSync(
    'npm',
    [...args, '--no-audit', '--no-fund', '--loglevel=error', '--omit-lockfile-registry-resolved'],
    {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );

/** Installs a package of exactly this version, by the lock file that is there, or that is made now. */
function install(name: string, dependencies: Readonly<Record<string, string>>, more: object = {}): string {
  const directory = join(here, name);
  if (existsSync(join(directory, 'node_modules'))) return directory;
  mkdirSync(directory, { recursive: true });
  const manifest = join(directory, 'package.json');
  if (!existsSync(manifest))
    writeFileSync(manifest, `${JSON.stringify({ private: true, dependencies, ...more }, undefined, 2)}\n`);
  npm(directory, existsSync(join(directory, 'package-lock.json')) ? 'ci' : 'install');
  return directory;
}

/** The directory whose `node_modules` have this release. */
export const installRelease = (release: Release): string =>
  install(directoryOf(release), dependenciesOf(release));

/** The path of a `node` of that version. */
export function installNode(version: string): string {
  const directory = install(`node-${version}`, { node: version }, { allowScripts: { node: true } });
  return join(directory, 'node_modules', 'node', 'bin', 'node');
}
