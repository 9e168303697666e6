/** Reads what can be known about an application without running it: manifests, installed packages, its start, its files. */
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Environment } from './command';
import { fileAt } from './imports';
import { examineLaunch, type Launch } from './launch';
import { type Copies, findCopies, type Manifest, manifestIn } from './packages';
import { examineSetUp, type SetUp } from './set-up';

export interface Application {
  readonly root: string;
  readonly manifest: Manifest;
  readonly launch: Launch;
  /** The variables that it is started with. */
  readonly env: Environment;
  readonly nodeVersion: string;
  readonly copies: Copies;
  /** The main module, if it was found. */
  readonly entry: { readonly path: string; readonly source: string } | undefined;
  readonly setUp: SetUp;
}

/** A build may not have been made yet: its sources are as good. */
const sourceOf = (path: string): string => path.replace(/^(?:\.\/)?(?:dist|build|lib|out)\//, 'src/');

const entryOf = (root: string, { main }: Manifest, { command }: Launch): Application['entry'] => {
  const started = command?.script;
  const found = [started, started && sourceOf(started), main, 'index.js', 'index.mjs', 'src/index.js']
    .filter((candidate) => candidate !== undefined)
    .map((candidate) => fileAt(resolve(root, candidate)))
    .find((path) => path !== undefined);
  return found === undefined
    ? undefined
    : { path: relative(root, found), source: readFileSync(found, 'utf8') };
};

/** Examines the application in a directory. */
export const examine = (root: string, env: Environment = process.env): Application => {
  const manifest = manifestIn(root) ?? {};
  const copies = findCopies(root);
  const launch = examineLaunch(root, manifest.scripts ?? {}, env);
  const entry = entryOf(root, manifest, launch);
  return {
    root,
    manifest,
    launch,
    env: launch.env,
    nodeVersion: process.versions.node,
    copies,
    entry,
    setUp: examineSetUp({ root, preloads: launch.preloads, entry: entry?.path, copies }),
  };
};
