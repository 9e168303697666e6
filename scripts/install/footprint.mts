/** What an installation of the flag brings to a disk. */
import { ok } from 'node:assert';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Installed {
  readonly packages: Readonly<
    Record<string, { readonly hasInstallScript?: boolean; readonly deprecated?: string }>
  >;
}

const MAX_PACKAGES = 120;
const MAX_MEBIBYTES = 60;

/** Throws where it is more than it may be. */
export const checkFootprint = (directory: string): void => {
  const modules = join(directory, 'node_modules');
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as Installed;
  const all = Object.entries(packages);
  const names = (which: typeof all): string => which.map(([path]) => path).join(', ');
  const scripts = all.filter(([, { hasInstallScript }]) => hasInstallScript);
  const deprecated = all.filter(([, entry]) => entry.deprecated !== undefined);
  const bytes = globSync('**', { cwd: modules }).reduce(
    (sum, path) => sum + lstatSync(join(modules, path)).size,
    0,
  );
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  ok(all.length < MAX_PACKAGES, `${all.length} packages are installed`);
  ok(mebibytes < MAX_MEBIBYTES, `${mebibytes} MiB are installed`);
  ok(scripts.length === 0, `install scripts: ${names(scripts)}`);
  ok(deprecated.length === 0, `deprecated: ${names(deprecated)}`);
  console.log(`✓ ${all.length} packages, ${mebibytes} MiB, none deprecated, no install script`);
};
