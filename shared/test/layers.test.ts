import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

/** The folders of the engine, from below: each imports from itself and from those before it. */
const LAYERS = ['plugin-api', 'objects', 'telemetry', 'call', 'results', 'patching', '.'];

/** These say what a plugin is, and what a call looks like to it: somebody who writes one reads nothing else. */
const INTERFACES_ONLY = 'plugin-api';

const source = join(__dirname, '../src');
const files = globSync('**/*.ts', { cwd: source });
const IMPORT = /^(?:import|export)[^;]*?from '(\.[^']*)';/gm;
const REQUIRE = /require\('(\.[^']*)'\)/g;

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(IMPORT), ...text.matchAll(REQUIRE)].map(
    ([, path]) => `${relative(source, join(source, dirname(file), path!))}.ts`,
  );
};

const graph = new Map(files.map((file) => [file, importsOf(file)]));
const layerOf = (file: string): number => LAYERS.indexOf(dirname(file));

test('every file is in a layer, and every import leads to one', () => {
  expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
  expect([...graph.values()].flat().filter((file) => !graph.has(file))).toEqual([]);
});

test('no folder imports from one above it, types included', () => {
  const upward = files.flatMap((file) =>
    graph
      .get(file)!
      .filter((imported) => layerOf(imported) > layerOf(file))
      .map((imported) => `${file} → ${imported}`),
  );
  expect(upward).toEqual([]);
});

test('no circle of imports, types included', () => {
  const circles = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.add(path.slice(at).toSorted().join(' ⇄ '));
    else for (const imported of graph.get(file)!) walk(imported, [...path, file]);
  };
  for (const file of files) walk(file, []);
  expect([...circles]).toEqual([]);
});

test('a plugin needs interfaces only', () => {
  const values = files
    .filter((file) => dirname(file) === INTERFACES_ONLY)
    .flatMap((file) => readFileSync(join(source, file), 'utf8').match(/^import (?!type ).*$/gm) ?? []);
  expect(values).toEqual([]);
});
