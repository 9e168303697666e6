import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSync } from '@swc/core';
import { check } from 'recheck';

/** Strings of users and servers meet the regular expressions of all that is published. */
const root = join(__dirname, '..', '..');
const packages = [
  'shared',
  'auto-instrumentations',
  ...readdirSync(join(root, 'plugins')).map((name) => join('plugins', name)),
];

interface Found {
  readonly where: string;
  readonly pattern: string;
  readonly flags: string;
}

interface Node {
  readonly type?: unknown;
  readonly pattern?: unknown;
  readonly flags?: unknown;
}

const regularExpressionsIn = (source: string, where: string): Found[] => {
  const found: Found[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, pattern, flags } = node as Node;
    if (type === 'RegExpLiteral') found.push({ where, pattern: String(pattern), flags: String(flags) });
    for (const part of Object.values(node)) visit(part);
  };
  visit(parseSync(source, { syntax: 'typescript' }));
  return found;
};

const published = packages.flatMap((name) => {
  const directory = join(root, name, 'src');
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(directory, file))
    .flatMap((file) => regularExpressionsIn(readFileSync(file, 'utf8'), relative(root, file)));
});

/** The library gives up after a while by the clock, which a busy machine would meet. */
const patient = { timeout: null } as const;
const patienceMs = 600_000;

/**
 * How the time grows with the input, and an input that shows it; nothing, where it grows no faster than that. A sticky
 * expression is tried at one place, as one that is anchored there; the library takes it for one that must match to the end.
 * It knows nothing of `d`, which tells where groups are and costs no search.
 */
const growthOf = async ({ pattern, flags: given }: Omit<Found, 'where'>): Promise<string | undefined> => {
  const flags = given.replace('d', '');
  const sticky = flags.includes('y');
  const checked = await (sticky
    ? check(`^(?:${pattern})`, flags.replace('y', ''), patient)
    : check(pattern, flags, patient));
  if (checked.status === 'safe') return undefined;
  return checked.status === 'vulnerable'
    ? `${checked.complexity.summary}: ${checked.attack.pattern}`
    : `unknown: ${checked.error.kind}`;
};

describe('a regular expression takes time in proportion to its input', () => {
  test.each(published)(
    '$where: /$pattern/$flags',
    async (found) => {
      expect(await growthOf(found)).toBeUndefined();
    },
    patienceMs,
  );

  test('they are found, wherever they stand', () => {
    const source = 'const a = { b: [/x+/u] }; f(a).replace(/y/g, () => /z/.test(q) ? 1 / 2 : 3);';
    expect(regularExpressionsIn(source, 'here').map(({ pattern, flags }) => `/${pattern}/${flags}`)).toEqual([
      '/x+/u',
      '/y/g',
      '/z/',
    ]);
    expect(published.length).toBeGreaterThan(40);
  });

  test.each([
    ['(a+)+$', ''],
    ['(a+)+$', 'y'],
    ['(\\bhttps?://[^\\s?#]*)[?#]\\S*', 'g'],
  ])(
    '/%s/%s is reported',
    async (pattern, flags) => {
      expect(await growthOf({ pattern, flags })).toMatch(/exponential|polynomial/);
    },
    patienceMs,
  );
});
