import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type ServiceName, serviceNames, services } from '../../emulator-tests/services/index.ts';
import { rowsOf, type Table } from '../../emulator-tests/suites/rows.ts';
import { namesIn, root } from '../../scripts/markdown.mts';

const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** A path as a checklist writes it: with `<service>`, `*` and `{this,that}`. */
const PATH = /^[\w.<>*{},/-]+(?:\.(?:ts|mts|md|json|yml)|\})$/;

/** The numbered items below a heading. */
const stepsOf = (heading: string): string[] => {
  const [, rest = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = rest.split(/^## /m);
  return section
    .split(/\n(?=\d+\. )/)
    .slice(1)
    .map((step) => step.split('\n\n')[0] ?? '');
};

const alternatives = (path: string): string[] => {
  const [whole, before = '', inside = '', after = ''] = /^(.*?)\{(.*?)\}(.*)$/.exec(path) ?? [];
  if (whole === undefined) return [path];
  return inside.split(',').flatMap((one) => alternatives(`${before}${one}${after}`));
};

const pathsOf = (heading: string): string[] =>
  stepsOf(heading)
    .flatMap(namesIn)
    .filter((name) => PATH.test(name))
    .flatMap(alternatives);

const forService = (path: string, service: ServiceName): string => path.replaceAll('<service>', service);
const filesAt = (path: string): string[] => globSync(path, { cwd: root });

/** What a walk leads to, for a service. */
const filesOf = (heading: string, service: ServiceName): Set<string> =>
  new Set(pathsOf(heading).flatMap((path) => filesAt(forService(path, service))));

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  // Notes on changes are of their day, and are not kept up to date.
  .filter((path) => path !== '' && !/^\.changeset\/|CHANGELOG\.md$/.test(path))
  .filter((path) => filesAt(path).length > 0);

const texts = new Map(tracked.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const filesWith = (has: (text: string, path: string) => boolean): string[] =>
  [...texts].filter(([path, text]) => has(text, path)).map(([path]) => path);

const METHOD = 'A new method of a client';
const SERVICE = 'A new service';
const RETRIES = 'A change in how retries are recorded';

describe.each([METHOD, SERVICE, RETRIES])('%s', (heading) => {
  test('is a list of steps', () => {
    expect(stepsOf(heading).length).toBeGreaterThan(7);
    expect(pathsOf(heading).length).toBeGreaterThan(15);
  });

  test.each([...new Set(pathsOf(heading))])('%s is there, of each service', (path) => {
    expect(serviceNames.filter((service) => filesAt(forService(path, service)).length === 0)).toEqual([]);
  });
});

/** Whether a file is in a folder, or has the name, of one of these services. */
const isOf = (path: string, some: readonly string[]): boolean =>
  path.split('/').some((part) => some.some((service) => part.split('.')[0] === service));

describe.each(serviceNames)('a method of %s', (service) => {
  const tables = require(`../../plugins/${service}/src/operations`) as Readonly<Record<string, Table>>;
  /** Names of one word are also words of other code: `get`, `set`, `update`. */
  const methods = [...new Set(rowsOf(...Object.values(tables)).map((row) => row.split('.')[1] ?? ''))].filter(
    (method) => /[A-Z]/.test(method),
  );
  const others = serviceNames.filter((other) => other !== service);
  /** They call what they need, as any application does; a page may name it as an example. */
  const EXAMPLES =
    /^(?:examples|benchmarks)\/|^emulator-tests\/test\/(?:fixtures|loading)\/|^auto-instrumentations\/test\/|^docs\/(?:five-minutes|architecture)/;

  test('is named nowhere but in the files of the list', () => {
    expect(methods).not.toEqual([]);
    const listed = filesOf(METHOD, service);
    const missing = methods.flatMap((method) => {
      const word = new RegExp(`\\b${method}\\b`);
      return filesWith(
        (text, path) => !listed.has(path) && !isOf(path, others) && !EXAMPLES.test(path) && word.test(text),
      ).map((path) => `${method} in ${path}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('a service', () => {
  const words = Object.values(services).map((service) => service.words);
  const namesAll = (text: string): boolean => words.every((word) => word.test(text));
  /** The conventions' own. */
  const registry = 'emulator-tests/registry/registry.json';
  const naming = filesWith((text, path) => namesAll(text) && !isOf(path, serviceNames) && path !== registry);

  test('is named nowhere beside the others but in the files of the list', () => {
    const listed = new Set(pathsOf(SERVICE).flatMap(filesAt));
    expect(naming.filter((path) => !listed.has(path))).toEqual([]);
  });

  test('is named beside the others in three files of code, in the demo and in the dashboards', () => {
    const code = naming.filter(
      (path) => /\.[cm]?[jt]s$/.test(path) && !/^(?:examples|dashboards)\//.test(path),
    );
    expect(code).toEqual([
      'auto-instrumentations/src/plugins.ts',
      'emulator-tests/services/index.ts',
      'scripts/install/fixtures/typed.mts',
    ]);
  });

  test('is named beside the others in each file of the list', () => {
    const shared = pathsOf(SERVICE).filter((path) => !/[<*]/.test(path));
    expect(shared.length).toBeGreaterThan(20);
    expect(shared.filter((path) => !naming.includes(path))).toEqual([]);
  });
});

test('attempts are named nowhere but in the files of the list', () => {
  const ATTEMPTS =
    /\battempt\(\)|\battemptCount\b|\bAttempts,|\btransaction\.attempts\b|['`]retry['`]|\bfailsUnheardSteps\b|\bresend_count\b|\bbulk_writer\.(?:retries|failed)|\bupload\.attempts\b/;
  const listed = new Set(pathsOf(RETRIES).flatMap(filesAt));
  const notCode = /^docs\/test\/|^emulator-tests\/registry\//;
  const found = filesWith((text, path) => !notCode.test(path) && ATTEMPTS.test(text));
  expect(found.length).toBeGreaterThan(25);
  expect(found.filter((path) => !listed.has(path))).toEqual([]);
});
