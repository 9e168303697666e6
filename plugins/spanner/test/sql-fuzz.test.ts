import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { masked } from '../src/sql';
import type { Dialect } from '../src/sql-lexer';
import { summarized } from '../src/sql-summary';
import { googleParts } from './google-tokenizer';

// Statements that are put together by hand around somebody's text. The night tries more of them, by another seed.
const isNight = process.env['NIGHTLY'] === '1';
const numRuns = isNight ? 100_000 : 5_000;
const seed = Number(process.env['SQL_SEED'] ?? (isNight ? Date.now() % 2 ** 31 : 1));

const SECRET = 'S3cr3t';

/** What ends a string or begins one, and what changes how it is read. */
const pieces = [
  "'",
  "''",
  '"',
  '`',
  '\\',
  '\\\\',
  "\\'",
  '--',
  '/*',
  '*/',
  '#',
  '$$',
  '$a$',
  '$\u00A0$',
  '$😀$',
  '\n',
  '\r',
  ' ',
  '\u00A0',
  ';',
  ',',
  '(',
  ')',
  '@',
  '@@',
  '::',
  '$1',
  '?',
  '|>',
  "E'",
  "r'",
  "'''",
  '"""',
  '’',
  '“',
  'x',
  ' FROM ',
  ' JOIN ',
  ' AND x = ',
  'INTO ',
  'OR ',
  'AS',
];
const somebodysText = fc
  .tuple(
    fc.array(fc.constantFrom(...pieces), { maxLength: 5 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 5 }),
  )
  .map(([before, after]) => `${before.join('')}${SECRET}${after.join('')}`);
const quotes = fc.constantFrom(
  ["'", "'"],
  ["E'", "'"],
  ["r'", "'"],
  ["b'", "'"],
  ['"', '"'],
  ["'''", "'''"],
  ['$$', '$$'],
  ['$é$', '$é$'],
);
const literal = fc.tuple(quotes, somebodysText).map(([[open, close], text]) => `${open}${text}${close}`);
const between = fc.constantFrom(
  'SELECT a FROM t WHERE x = ',
  ' AND ',
  ', ',
  ' = ',
  '\n',
  ' -- note\n',
  ' /* note */ ',
  'INSERT INTO t (a) VALUES (',
  ')',
  ' @name ',
  ' $1 ',
  ' x::text ',
  ' `a b` ',
  'INSERT OR ',
  ' 1 ',
  ' ? ',
);
const statement = fc
  .array(fc.oneof({ arbitrary: between, weight: 2 }, literal), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));

/** Where another reader finds the secret: in data only, in what may be read as anything, or elsewhere too. */
type Finding = 'data' | 'broken' | 'elsewhere';

const byPostgres = (sql: string): Finding => {
  try {
    const others = scanSync(sql).tokens.filter(
      ({ tokenName }) => !/^(?:[BXU]?[BXS]CONST|SQL_COMMENT|C_COMMENT)$/.test(tokenName),
    );
    return others.some(({ text }) => text.includes(SECRET)) ? 'elsewhere' : 'data';
  } catch (thrown) {
    return /unterminat/.test(String(thrown)) ? 'broken' : 'elsewhere';
  }
};

const byGoogle = (sql: string): Finding => {
  const parts = googleParts(sql);
  // Outside of strings these are PostgreSQL's only.
  const others = parts.map(({ kind, text }) => (kind === 'other' ? text : ' ')).join('');
  if (/::|\$/.test(others)) return 'elsewhere';
  if (parts.at(-1)?.kind === 'endless') return 'broken';
  const isData = parts.every(
    ({ kind, text }) => kind === 'string' || kind === 'comment' || !text.includes(SECRET),
  );
  return isData ? 'data' : 'elsewhere';
};

const leaksBy = (sql: string, dialect: Dialect): string[] =>
  [masked(sql, dialect), summarized(sql, dialect)].filter((text) => text.includes(SECRET));

describe(`text of somebody else's in a statement, by SQL_SEED=${seed}`, () => {
  beforeAll(loadModule);

  /** Throws at the first that leaks; gives how many could have. */
  const tried = (reader: (sql: string) => Finding, dialect: Dialect): number => {
    let count = 0;
    fc.assert(
      fc.property(statement, (sql) => {
        fc.pre(sql.includes(SECRET));
        if (reader(sql) === 'elsewhere') return;
        count++;
        expect({ sql, leaks: leaksBy(sql, dialect) }).toEqual({ sql, leaks: [] });
      }),
      { numRuns, seed },
    );
    return count;
  };

  const enough = numRuns / 10;

  test("as PostgreSQL's own lexer reads it", () => {
    expect(tried(byPostgres, 'postgres')).toBeGreaterThan(enough);
  });

  test('as GoogleSQL is read', () => {
    expect(tried(byGoogle, 'google')).toBeGreaterThan(enough);
  });

  test('as either reads it, where the dialect is not known', () => {
    // PostgreSQL has no operator with a backtick.
    const isGoogle = (sql: string): boolean => googleParts(sql).some(({ kind }) => kind === 'name');
    const ifPostgres = (sql: string): Finding => (isGoogle(sql) ? 'elsewhere' : byPostgres(sql));
    expect(tried(ifPostgres, 'unknown')).toBeGreaterThan(enough);
    expect(tried(byGoogle, 'unknown')).toBeGreaterThan(enough);
  });
});
