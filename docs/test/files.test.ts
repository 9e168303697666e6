import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { serviceNames } from '../../emulator-tests/services/index.ts';
import { namesIn, pages, type Page, root } from '../../scripts/markdown.mts';

const FILE = /^[\w.-]+\/[\w.<>*{},/-]+$/;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Where the first folder of a path is: in the repository's root, or beside the page that names it. */
const baseOf = (page: string, path: string): string | undefined => {
  const [folder = ''] = path.split('/');
  return [root, join(root, dirname(page))].find((base) => isFolder(join(base, folder)));
};

interface Named {
  readonly page: string;
  readonly path: string;
}

/** The files of this repository that a page names between backquotes. */
const filesIn = ({ path: page, text }: Page): Named[] =>
  namesIn(text.replaceAll(/^```.*?^```$/gms, ''))
    .filter((path) => FILE.test(path) && baseOf(page, path) !== undefined)
    // What builds make is there after them.
    .filter((path) => !/\bdist\b|\bnode_modules\b/.test(path))
    .map((path) => ({ page, path }));

const isThere = ({ page, path }: Named): boolean =>
  serviceNames.every((service) => {
    const cwd = baseOf(page, path)!;
    return globSync(path.replaceAll('<service>', service), { cwd }).length > 0;
  });

const named = pages().flatMap(filesIn);

test('the files that pages name are there', () => {
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter((one) => !isThere(one))).toEqual([]);
});

test('one that is not is found', () => {
  const page = 'shared/README.md';
  const text =
    'In `shared/src/wrap.ts`, `src/wrap.ts`, `src/index.ts` and `plugins/<service>/src/writes.ts`.';
  expect(filesIn({ path: page, text }).filter((one) => !isThere(one))).toEqual([
    { page, path: 'shared/src/wrap.ts' },
    { page, path: 'src/wrap.ts' },
    { page, path: 'plugins/<service>/src/writes.ts' },
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
