import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Workspace {
  readonly name: string;
  readonly private?: boolean;
  readonly realpath: string;
}

export interface Packed {
  readonly name: string;
  readonly tarball: string;
}

const root = join(import.meta.dirname, '..');

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Packs each package that is published, as it would be. */
export const packInto = (directory: string): Packed[] =>
  (JSON.parse(npm(root, 'query', '.workspace')) as Workspace[])
    .filter((workspace) => workspace.private !== true)
    .map(({ name, realpath }) => {
      const packed = npm(realpath, 'pack', '--json', '--pack-destination', directory);
      const [file] = Object.values(JSON.parse(packed) as { readonly filename: string }[]);
      return {
        name,
        tarball: join(directory, file?.filename.replace('@', '').replace('/', '-') ?? ''),
      };
    });
