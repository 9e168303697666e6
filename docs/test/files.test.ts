import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { serviceNames } from '../../emulator-tests/services/index.ts';
import { namesIn, pages, type Page, root } from '../../scripts/markdown.mts';

const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const FILE = /^[\w.-]+\/[\w.<>*{},/-]+$/;

/** The files of this repository that a page names between backquotes, from its root. */
const filesIn = ({ path: page, text }: Page): string[] =>
  namesIn(text.replaceAll(/^```.*?^```$/gms, ''))
    .filter((name) => FILE.test(name) && folders.includes(name.split('/')[0] ?? ''))
    // What builds make is there after them.
    .filter((name) => !/\bdist\b|\bnode_modules\b/.test(name))
    .map((name) => `${page}: ${name}`);

const isThere = (named: string): boolean => {
  const path = named.split(': ')[1] ?? '';
  return serviceNames.every(
    (service) => globSync(path.replaceAll('<service>', service), { cwd: root }).length > 0,
  );
};

const named = pages().flatMap(filesIn);

test('the files that pages name are there', () => {
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter((one) => !isThere(one))).toEqual([]);
});

test('one that is not is found', () => {
  const text = 'In `shared/src/wrap.ts`, `shared/src/index.ts` and `plugins/<service>/src/writes.ts`.';
  expect(filesIn({ path: 'a.md', text }).filter((one) => !isThere(one))).toEqual([
    'a.md: shared/src/wrap.ts',
    'a.md: plugins/<service>/src/writes.ts',
  ]);
});

/** `shared/src/call/call.ts` (`succeed`, `fail`): what is in a file. */
const CONTENT = /`(?<path>[\w./-]+\.m?ts)`\s\((?<names>`\w+`(?:, `\w+`)*)\)/g;

const contents = pages().flatMap(({ path: page, text }) =>
  [...text.matchAll(CONTENT)].flatMap(({ groups }) =>
    namesIn(groups?.['names'] ?? '').map((name) => ({ page, path: groups?.['path'] ?? '', name })),
  ),
);

test('what pages say is in a file is in it', () => {
  expect(contents.length).toBeGreaterThan(30);
  const isIn = ({ path, name }: (typeof contents)[number]): boolean =>
    existsSync(join(root, path)) && new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, path), 'utf8'));
  expect(contents.filter((one) => !isIn(one))).toEqual([]);
});

test('the page of the engine names each of its files, and no other', () => {
  const source = join(root, 'shared/src');
  const rows = readFileSync(join(root, 'shared/README.md'), 'utf8').matchAll(/^\| (`.*?) \|/gm);
  const onPage = [...rows].flatMap(([, cell = '']) => {
    const names = namesIn(cell);
    const folder = /^.*\//.exec(names[0] ?? '')?.[0] ?? '';
    return names.flatMap((name) => {
      const path = name.includes('/') ? name : folder + name;
      return path.includes('*') ? globSync(path, { cwd: source }) : path;
    });
  });
  const inFolder = globSync('**/*.ts', { cwd: source });
  expect(onPage.toSorted()).toEqual(inFolder.toSorted());
});
