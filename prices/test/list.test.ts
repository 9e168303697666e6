import { expect, test } from '@jest/globals';
import { listPrices } from '../src/index.ts';
import { parseTable } from '../src/list/parse.ts';

const all = Object.entries(listPrices);
const DAY = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

test('each price has a number, a unit, the address of a page of Google, and a day', () => {
  expect(all.length).toBeGreaterThan(400);
  const wrong = all.filter(
    ([, { usd, per, source, read, next }]) =>
      !(usd >= 0 && per >= 1) ||
      !/^https:\/\/(?:cloud\.google\.com|ai\.google\.dev)\//.test(source) ||
      !DAY.test(read) ||
      (next !== undefined && !(next.usd > usd && DAY.test(next.from))),
  );
  expect(wrong).toEqual([]);
});

/** What is true of the price list, whatever the prices: a mistake in typing breaks one of these. */
const RELATIONS: readonly (readonly [string, RegExp, string, (one: number, other: number) => boolean])[] = [
  ['cached input costs less than input', /\/cached_input\b/, '/input', (cached, input) => cached < input],
  ['output costs more than input', /\/output\b(?!\/)/, '/input', (output, input) => output > input],
  ['long prompts cost more', /\/long\b/, '', (long, short) => long > short],
  ['batches cost no more', /\/batch$/, '', (batch, standard) => batch <= standard],
  ['priority costs more', /\/priority$/, '', (priority, standard) => priority > standard],
  ['writes cost more than reads', /(?<=^firestore.*)\/write$/, '/read', (write, read) => write > read],
  ['class A costs no less than class B', /\/class_a$/, '/class_b', (a, b) => a >= b],
];

test.each(RELATIONS)('%s', (_title, pattern, replacement, holds) => {
  const pairs = all
    .filter(([name]) => pattern.test(name))
    .map(([name, { usd }]) => [name, usd, listPrices[name.replace(pattern, replacement)]?.usd] as const)
    .filter(([, , other]) => other !== undefined);
  expect(pairs.length).toBeGreaterThan(5);
  expect(pairs.filter(([, one, other]) => !holds(one, other!))).toEqual([]);
});

test('prices that were read on the pages', () => {
  const read = (name: string) => ({ usd: listPrices[name]?.usd, per: listPrices[name]?.per });
  expect(read('firestore/us-central1/read')).toEqual({ usd: 0.03, per: 100_000 });
  expect(read('storage/region/standard/class_a')).toEqual({ usd: 0.005, per: 1000 });
  expect(read('gemini/gemini-2.5-flash/input/audio')).toEqual({ usd: 1, per: 1_000_000 });
  expect(read('gemini/gemini-3/queries')).toEqual({ usd: 14, per: 1000 });
});

test('how sure a price is, and what Google has announced', () => {
  const source = 'https://cloud.google.com/x';
  expect(
    parseTable({
      prefix: 'p',
      source,
      read: '2026-01-01',
      readElsewhere: '2026-02-02',
      changes: '2027-01-01',
      text: 'a b\n  standard: input 1, output 2?\n  batch: cache_storage 3->4??\n',
    }),
  ).toEqual({
    'p/a/input': { usd: 1, per: 1_000_000, unit: 'token', source, read: '2026-01-01', verified: 'page' },
    'p/b/input': { usd: 1, per: 1_000_000, unit: 'token', source, read: '2026-01-01', verified: 'page' },
    'p/a/output': {
      usd: 2,
      per: 1_000_000,
      unit: 'token',
      source,
      read: '2026-02-02',
      verified: 'secondary',
    },
    'p/b/output': {
      usd: 2,
      per: 1_000_000,
      unit: 'token',
      source,
      read: '2026-02-02',
      verified: 'secondary',
    },
    ...Object.fromEntries(
      ['p/a/cache_storage/batch', 'p/b/cache_storage/batch'].map((name) => [
        name,
        {
          usd: 3,
          per: 1_000_000,
          unit: 'token_hour',
          source,
          read: '2026-02-02',
          verified: 'no',
          next: { usd: 4, from: '2027-01-01' },
        },
      ]),
    ),
  });
});

test.each(['input', 'input one', 'salt 1', 'input 1!'])('"%s" is no price', (price) => {
  expect(() =>
    parseTable({ prefix: 'p', source: '', read: '', readElsewhere: '', text: `a\n  standard: ${price}` }),
  ).toThrow(`not a price: ${price}`);
});
