import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Workspace {
  readonly name: string;
  readonly private?: boolean;
  /** From the repository's root. */
  readonly location: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
}

const root = join(import.meta.dirname, '..');

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Each package after those that it depends on: one that is published can be installed at once. */
const inOrder = (packages: readonly Workspace[]): Workspace[] => {
  const ordered = new Set<Workspace>();
  const add = (one: Workspace): void => {
    const needed = { ...one.dependencies, ...one.optionalDependencies };
    for (const other of packages) if (other.name in needed) add(other);
    ordered.add(one);
  };
  for (const one of packages) add(one);
  return [...ordered];
};

/** The packages that are published. */
export const published = (): Workspace[] => {
  const workspaces = JSON.parse(npm(root, 'query', '.workspace')) as Workspace[];
  return inOrder(workspaces.filter((workspace) => workspace.private !== true));
};

/**
 * Packs each package that is published, as it would be.
 *
 * @param repository where it is packed: here, or in a copy
 */
export const packInto = (directory: string, repository: string = root): Packed[] =>
  published().map(({ name, location }) => {
    const cwd = join(repository, location);
    const packed = npm(cwd, 'pack', '--json', '--pack-destination', directory);
    const [file] = Object.values(JSON.parse(packed) as { readonly filename: string }[]);
    const manifest = readFileSync(join(cwd, 'package.json'), 'utf8');
    return {
      name,
      version: (JSON.parse(manifest) as { readonly version: string }).version,
      tarball: join(directory, file?.filename.replace('@', '').replace('/', '-') ?? ''),
    };
  });
