import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { namesIn, pages, root, tableBelow } from '../../scripts/markdown.mts';

const src = join(root, 'auto-instrumentations/src');
const source = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(src, file), 'utf8'))
  .join('\n');

const OWN = /\bGCP_OTEL_[A-Z_]+\b/g;
const read = new Set(
  [...source.matchAll(/(?:\['|\w+In\(')(GCP_OTEL_[A-Z_]+)'/g)].map(([, name = '']) => name),
);

const readme = { text: readFileSync(join(root, 'auto-instrumentations/README.md'), 'utf8') };
const rows = tableBelow(readme, 'Variables').map(([name = '', ...rest]) => [namesIn(name)[0] ?? '', rest]);

test('every variable of our own is in the table, and no other', () => {
  expect(new Set(rows.map(([name]) => name))).toEqual(read);
});

test('the pages name no variable that there is not', () => {
  const named = pages().flatMap(({ path, text }) =>
    [...text.matchAll(OWN)].map(([name]) => `${path} ${name}`),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((one) => !read.has(one.split(' ')[1] ?? ''))).toEqual([]);
});

test('the table of packages supports what the plugins say', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const supported = tableBelow({ text }, 'What is supported')
    .map(([client = '', range = '']) => [namesIn(client)[0], namesIn(range)[0]])
    .filter(([client]) => client?.startsWith('@google'));
  const peers = readdirSync(join(root, 'plugins')).flatMap((plugin) => {
    const manifest = JSON.parse(readFileSync(join(root, 'plugins', plugin, 'package.json'), 'utf8')) as {
      readonly peerDependencies: Readonly<Record<string, string>>;
    };
    return Object.entries(manifest.peerDependencies).filter(([name]) => name.startsWith('@google'));
  });
  expect(Object.fromEntries(supported)).toEqual(Object.fromEntries(peers));
});
