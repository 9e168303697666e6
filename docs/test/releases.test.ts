import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { root } from '../../scripts/markdown.mts';

const run = promisify(execFile);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifestAt = (path: string): Manifest => JSON.parse(read(path)) as Manifest;

/** How much each package changes, by each of the changesets that wait. */
const waiting = globSync('.changeset/*.md', { cwd: root }).flatMap((file) =>
  [...read(file).matchAll(/^'(?<name>[^']+)': (?<kind>\w+)$/gm)].map(({ groups }) => ({
    name: groups?.['name'],
    kind: groups?.['kind'],
  })),
);

const packages = globSync(['shared', 'prices', 'plugins/*', 'auto-instrumentations'], { cwd: root })
  .map((path) => manifestAt(join(path, 'package.json')))
  .filter((manifest) => manifest.private !== true);

/** Whether a package has another version then: by a change of its own, or of what it depends on by exact version. */
const changes = ({ name, dependencies, optionalDependencies }: Manifest): boolean => {
  const needed = { ...dependencies, ...optionalDependencies };
  const changed = waiting.some((one) => one.name === name);
  return changed || packages.some((other) => other.name in needed && changes(other));
};

/** The largest of its changes decides. */
const next = (one: Manifest): string => {
  const [major = 0, minor = 0, patch = 0] = one.version.split('.').map(Number);
  const kinds = new Set(waiting.filter(({ name }) => name === one.name).map(({ kind }) => kind));
  if (kinds.has('major')) return `${major + 1}.0.0`;
  if (kinds.has('minor')) return `${major}.${minor + 1}.0`;
  return changes(one) ? `${major}.${minor}.${patch + 1}` : one.version;
};

test('a dry run makes the next release of every package, with no network', async () => {
  const PATH = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  // An address where nobody answers: who asks it fails.
  const env = {
    ...process.env,
    PATH,
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_fetch_retries: '0',
  };
  const { stdout } = await run(process.execPath, [join(root, 'scripts/release/dry-run.mts')], { env });
  const lines = stdout.trim().split('\n');
  expect(lines.toSorted()).toEqual(
    packages.map((one) => `${one.name} ${one.version} -> ${next(one)}`).toSorted(),
  );
  // What others depend on comes before them.
  const order = lines.map((line) => line.split(' ')[0]);
  const tooEarly = packages.flatMap(({ name, dependencies, optionalDependencies }) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((needed) => order.indexOf(needed) > order.indexOf(name))
      .map((needed) => `${name} before ${needed}`),
  );
  expect(tooEarly).toEqual([]);
}, 120_000);

describe.each(globSync('.github/workflows/*.yml', { cwd: root }))('%s', (path) => {
  const workflow = read(path);

  test('uses actions of a release, as the others do', () => {
    const used = [...workflow.matchAll(/\buses: (\S+)/g)].map(([, action = '']) => action);
    expect(used.filter((action) => !/^(?:actions|changesets)\/[\w-]+@v\d+$/.test(action))).toEqual([]);
  });

  test('runs scripts that there are', () => {
    const { scripts = {} } = manifestAt('package.json');
    const ran = [...workflow.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => script);
    expect(ran.filter((script) => !(script in scripts))).toEqual([]);
  });

  test('may do no more than it needs', () => {
    const [, general] = /^permissions:(.*(?:\n .*)*)/m.exec(workflow) ?? [];
    expect(['\n  contents: read', ' {}']).toContain(general);
    const granted = workflow.match(/^ {6}[\w-]+: write$/gm) ?? [];
    expect(granted.map((line) => line.trim())).toEqual(
      path.endsWith('release.yml')
        ? ['contents: write', 'pull-requests: write', 'id-token: write', 'contents: write']
        : [],
    );
  });
});
