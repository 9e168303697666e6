/**
 * Makes the next release in a copy of the repository, up to the question to npm: versions and changelogs from the
 * changesets, the packages, and `npm publish --dry-run` of each. It needs no network, and changes nothing here.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Packed, packInto, type Workspace, published } from '../pack.mts';
import { publishing } from './publish.mts';
import { applyChangesets } from './versions.mts';

const root = join(import.meta.dirname, '../..');

const git = (cwd: string, ...args: string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=release', '-c', 'user.email=release@localhost', '-c', 'commit.gpgsign=false', ...args],
    {
      cwd,
      encoding: 'utf8',
    },
  );

/** What is tracked here, and what the build has made. Changesets asks git for the commit of each changeset. */
const copyTo = (copy: string, packages: readonly Workspace[]): void => {
  const tracked = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  const built = packages.map(({ location }) => join(location, 'dist'));
  for (const path of [...tracked, ...built].filter((one) => one !== '' && existsSync(join(root, one)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
  git(copy, 'init', '--quiet', '--initial-branch=main');
  git(copy, 'add', '.');
  git(copy, 'commit', '--quiet', '--no-verify', '--message=Release');
};

const versionOf = ({ location }: Workspace): string =>
  (JSON.parse(readFileSync(join(root, location, 'package.json'), 'utf8')) as { version: string }).version;

/** What npm says that it would publish: it reads the tarball, and asks nobody. */
const wouldPublish = ({ tarball }: Packed): string => {
  const args = [...publishing(tarball), '--dry-run', '--offline', '--json'];
  const said = execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  // Some releases of npm put the package's name around what they say.
  return /"id": "([^"]+)"/.exec(said)?.[1] ?? '';
};

const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-dry-run-'));
try {
  const packages = published();
  const copy = join(directory, 'repository');
  copyTo(copy, packages);
  applyChangesets(copy);
  for (const [index, packed] of packInto(directory, copy).entries()) {
    const id = `${packed.name}@${packed.version}`;
    if (wouldPublish(packed) !== id) throw new Error(`npm would publish something else than ${id}`);
    console.log(`${packed.name} ${versionOf(packages[index]!)} -> ${packed.version}`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
