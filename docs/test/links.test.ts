import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { anchorsOf, type Link, linksOf, pages, root } from '../../scripts/markdown.mts';

const isBroken = ({ page, target }: Link): boolean => {
  const [path = '', anchor] = target.split('#');
  const found = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(found)) return true;
  const file = statSync(found).isDirectory() ? join(found, 'README.md') : found;
  return anchor !== undefined && !anchorsOf({ text: readFileSync(file, 'utf8') }).includes(anchor);
};

test('links between pages lead somewhere', () => {
  const links = pages().flatMap(linksOf);
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter(isBroken)).toEqual([]);
});

test('a link that leads nowhere is found', () => {
  const page = relative(root, __filename);
  const broken = ['gone.md', '../../README.md#no-such-heading'].map((target) => ({ page, target }));
  expect([...broken, { page, target: '../../README.md' }].filter(isBroken)).toEqual(broken);
});

test('every page of docs/ can be reached from the first', () => {
  const first = pages().find(({ path }) => path === 'README.md');
  const linked = linksOf(first!).map(({ target }) => target.split('#')[0]);
  const unreached = pages()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('docs/') && !linked.includes(path));
  expect(unreached).toEqual([]);
});
