/** Takes the changesets into versions and changelogs: what the release's pull request consists of. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sources that say the version of their package: to read it from its manifest would cost each start a file. */
const SAYING = ['plugins/*/src/instrumentation.ts', 'auto-instrumentations/src/second-sdk.ts'];
const VERSION = /(?<=\n {2}version: '|\/second-sdk', ')[^']+(?=')/;

/** @param directory the repository, or a copy of it */
export const applyChangesets = (directory: string): void => {
  // Changesets itself would fail: with none, everything has the version that it is to have.
  if (globSync('.changeset/*.md', { cwd: directory }).length === 0) return;
  const changeset = join(directory, 'node_modules/.bin/changeset');
  execFileSync(changeset, ['version'], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const file of globSync(SAYING, { cwd: directory })) {
    const source = join(directory, file);
    const manifest = readFileSync(join(source, '../../package.json'), 'utf8');
    const { version } = JSON.parse(manifest) as { readonly version: string };
    const text = readFileSync(source, 'utf8');
    if (!VERSION.test(text)) throw new Error(`${file} does not say the version of its package`);
    writeFileSync(source, text.replace(VERSION, version));
  }
};

if (import.meta.main) applyChangesets(join(import.meta.dirname, '../..'));
