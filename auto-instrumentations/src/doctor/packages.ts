/** Finds the installed packages of an application: in `node_modules`, or by Yarn's Plug'n'Play. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packagesOfYarn } from './yarn';

export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly main?: string;
  readonly scripts?: { readonly [name: string]: string };
  readonly dependencies?: { readonly [name: string]: string };
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

/** The copies of the packages with this name, the application's own first. */
export type Copies = (name: string) => readonly Copy[];

export const manifestIn = (directory: string): Manifest | undefined => {
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

const installedIn = (root: string): Copy[] => {
  const seen = new Set<string>();
  return modulesAbove(root)
    .flatMap((modules) => packagesIn(modules, seen))
    .flatMap((directory) => {
      const manifest = manifestIn(directory);
      const { name, version } = manifest ?? {};
      return manifest === undefined || name === undefined || version === undefined
        ? []
        : [{ name, version, path: relative(root, directory), manifest }];
    })
    .toSorted((a, b) => depthOf(a) - depthOf(b));
};

export const findCopies = (root: string): Copies => {
  const copies = new Map<string, Copy[]>();
  for (const copy of packagesOfYarn(root) ?? installedIn(root))
    copies.set(copy.name, [...(copies.get(copy.name) ?? []), copy]);
  return (name) => copies.get(name) ?? [];
};
