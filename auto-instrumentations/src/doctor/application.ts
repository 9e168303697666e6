/** Reads what can be known about an application without running it: manifests, installed packages, main module. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly main?: string;
  readonly scripts?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
}

/** One copy of a package, of which an application may have several. */
export interface Copy {
  readonly name: string;
  readonly version: string;
  /** Relative to the application's root. */
  readonly path: string;
  readonly manifest: Manifest;
}

export interface Application {
  readonly root: string;
  readonly manifest: Manifest;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodeVersion: string;
  /** The copies of the packages with this name, the application's own first. */
  copies(name: string): readonly Copy[];
  /** The main module, if it was found. */
  readonly entry: { readonly path: string; readonly source: string } | undefined;
}

const manifestIn = (directory: string): Manifest | undefined => {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
};

const listed = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

/** The packages in a `node_modules`, including nested ones and pnpm's own directory. */
const packagesIn = (modules: string, seen: Set<string>): string[] =>
  listed(modules).flatMap((name): string[] => {
    const path = join(modules, name);
    if (name.startsWith('@')) return packagesIn(path, seen);
    if (name === '.pnpm')
      return listed(path).flatMap((one) => packagesIn(join(path, one, 'node_modules'), seen));
    if (name.startsWith('.') || !existsSync(join(path, 'package.json'))) return [];
    const real = realpathSync(path);
    if (seen.has(real)) return [];
    seen.add(real);
    return [real, ...packagesIn(join(real, 'node_modules'), seen)];
  });

/** The `node_modules` of the application and of all parent directories, where npm puts what workspaces share. */
const modulesAbove = (directory: string): string[] => {
  const parent = dirname(directory);
  const own = join(directory, 'node_modules');
  return parent === directory ? [own] : [own, ...modulesAbove(parent)];
};

/** How deep a copy is nested. Fewer packages resolve to a deeper copy. */
const depthOf = ({ path }: Copy): number => path.split('node_modules').length;

const findCopies = (root: string): Map<string, Copy[]> => {
  const copies = new Map<string, Copy[]>();
  const seen = new Set<string>();
  for (const directory of modulesAbove(root).flatMap((modules) => packagesIn(modules, seen))) {
    const manifest = manifestIn(directory);
    const { name, version } = manifest ?? {};
    if (manifest === undefined || name === undefined || version === undefined) continue;
    const copy = { name, version, path: relative(root, directory), manifest };
    copies.set(name, [...(copies.get(name) ?? []), copy]);
  }
  for (const found of copies.values()) found.sort((a, b) => depthOf(a) - depthOf(b));
  return copies;
};

/** The last script of a command: `node --import ./tracing.js src/main.js`. */
const startedBy = (command: string): string | undefined =>
  /\bnode\s/.test(command) ? command.match(/(?<![\w./-])[\w./-]+\.[cm]?[jt]s\b/g)?.at(-1) : undefined;

const entryOf = (root: string, { scripts, main }: Manifest): Application['entry'] => {
  const started = startedBy(scripts?.['start'] ?? '');
  const path = [started, main, 'index.js', 'index.mjs', 'src/index.js'].find(
    (candidate) => candidate !== undefined && existsSync(resolve(root, candidate)),
  );
  return path === undefined ? undefined : { path, source: readFileSync(resolve(root, path), 'utf8') };
};

/** Examines the application in a directory. */
export const examine = (root: string, env: Application['env'] = process.env): Application => {
  const manifest = manifestIn(root) ?? {};
  const copies = findCopies(root);
  return {
    root,
    manifest,
    env,
    nodeVersion: process.versions.node,
    copies: (name) => copies.get(name) ?? [],
    entry: entryOf(root, manifest),
  };
};
