/** Packs each published package, and lets publint and attw say what its users would meet. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packInto } from './pack.mts';

/** What npm runs on the machine of whoever installs a package. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

/** Larger, and something is in the package that nobody needs. That of the flag contains an SDK. */
const maxKiB = (name: string): number => (name === '@gcp-otel/auto-instrumentations' ? 450 : 70);

const root = join(import.meta.dirname, '..');

const run = (command: string, ...args: string[]): void => {
  execFileSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' });
};

/** As it is published: npm may have changed it while packing. */
const manifestIn = (tarball: string): { readonly scripts?: Readonly<Record<string, string>> } =>
  JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })) as {
    scripts?: Record<string, string>;
  };

const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-packages-'));
try {
  for (const { name, tarball } of packInto(directory)) {
    const { size } = statSync(tarball);
    console.log(`\n${name}: ${(size / 1024).toFixed(1)} KiB`);
    if (size > maxKiB(name) * 1024) throw new Error(`${name} is larger than ${maxKiB(name)} KiB`);
    const { scripts = {} } = manifestIn(tarball);
    const ran = INSTALL_SCRIPTS.filter((script) => script in scripts);
    if (ran.length > 0) throw new Error(`${name} would run ${ran.join()} when it is installed`);
    run('publint', 'run', tarball, '--strict');
    run('attw', tarball, '--profile', 'node16');
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
