import { describe, expect, test } from '@jest/globals';
import { masked } from '../src/sql';
import type { Dialect } from '../src/sql-lexer';
import { summarized } from '../src/sql-summary';

const raw = String.raw;
const dialects: readonly Dialect[] = ['google', 'postgres', 'unknown'];

/** Statements with SECRET in their data, or in what nothing tells from it; what is recorded of them in each dialect. */
const everywhere: readonly [why: string, sql: string, text: string, summary: string][] = [
  [
    'a string by hand',
    "INSERT INTO t (a) VALUES ('Conan O'Brien', 'ssn SECRET')",
    'INSERT INTO t (a) VALUES (?',
    'INSERT t',
  ],
  [
    'its end touches a word',
    "UPDATE t SET note = 'it's from SECRET' AND x = 1",
    'UPDATE t SET note = ?',
    'UPDATE t',
  ],
  [
    'a quote that nothing closes',
    "UPDATE t SET note = 'it' s from SECRET ' AND x = 1",
    'UPDATE t SET note = ?',
    'UPDATE t',
  ],
  ['curly quotes', 'SELECT a FROM t WHERE x = ‘O’Brien SECRET’', 'SELECT a FROM t WHERE x = ?', 'SELECT t'],
  [
    'a backslash outside',
    raw`SELECT a FROM t WHERE x = \'SECRET\'`,
    'SELECT a FROM t WHERE x = ?',
    'SELECT t',
  ],
  [
    'a comment that never ends',
    "SELECT a FROM t WHERE x = 'a' AND SECRET /* '",
    'SELECT a FROM t WHERE x = ?',
    'SELECT t',
  ],
  ['a quote in the place of a word', "INSERT OR 'SECRET' INTO t", 'INSERT OR ? INTO t', 'INSERT'],
];
const single: readonly [dialect: Dialect, why: string, sql: string, text: string, summary: string][] = [
  ['google', 'a name that never ends', "SELECT `a FROM t WHERE x = 'SECRET'", 'SELECT ?', 'SELECT'],
  ['unknown', 'a name that never ends', "SELECT `a FROM t WHERE x = 'SECRET'", 'SELECT ?', 'SELECT'],
  ['postgres', 'a name that never ends', `SELECT "a FROM t WHERE x = 'SECRET'`, 'SELECT ?', 'SELECT'],
  [
    'google',
    'an escape nobody meant',
    raw`SELECT a FROM t WHERE p = 'C:\' AND b = 'SECRET'`,
    'SELECT a FROM t WHERE p = ?',
    'SELECT t',
  ],
  [
    'unknown',
    'an escape in one dialect',
    raw`SELECT a FROM t WHERE p = 'C:\' AND b = 'SECRET'`,
    'SELECT a FROM t WHERE p = ?',
    'SELECT t',
  ],
  ['postgres', 'a backtick', "SELECT `'SECRET` FROM t -- '", 'SELECT ?', 'SELECT'],
  [
    'postgres',
    'a backslash that is none',
    raw`SELECT a FROM t WHERE p = 'C:\' AND b = 'SECRET'`,
    'SELECT a FROM t WHERE p = ? AND b = ?',
    'SELECT t',
  ],
  [
    'postgres',
    'parts of an E-string',
    raw`SELECT a FROM t WHERE n = E'it''s a \' FROM SECRET x'`,
    'SELECT a FROM t WHERE n = ?',
    'SELECT t',
  ],
  [
    'postgres',
    'an E-string in two lines',
    `SELECT a FROM t WHERE n = E'a'\n'b\\' SECRET'`,
    'SELECT a FROM t WHERE n = ?',
    'SELECT t',
  ],
  [
    'unknown',
    'parts of an E-string, after a cast',
    raw`SELECT a::text FROM t WHERE n = E'it''s a \' FROM SECRET x'`,
    'SELECT a::text FROM t WHERE n = ?',
    'SELECT t',
  ],
  [
    'unknown',
    'an E-string in two lines, after a parameter',
    `SELECT a FROM t WHERE b = $1 AND n = E'a'\n'b\\' SECRET'`,
    'SELECT a FROM t WHERE b = $1 AND n = ?',
    'SELECT t',
  ],
  [
    'postgres',
    'an E-string behind a comment',
    `SELECT a FROM t WHERE n = E'a' -- x\n'b\\' SECRET'`,
    'SELECT a FROM t WHERE n = ?',
    'SELECT t',
  ],
  ['postgres', 'a tag of an emoji', 'SELECT $😀$ SECRET $😀$ FROM t', 'SELECT ? FROM t', 'SELECT t'],
  ['unknown', 'a tag of an emoji', 'SELECT $😀$ SECRET $😀$ FROM t', 'SELECT ? FROM t', 'SELECT t'],
  [
    'postgres',
    'a tag of a no-break space',
    'SELECT $\u00A0$ SECRET $\u00A0$ FROM t',
    'SELECT ? FROM t',
    'SELECT t',
  ],
  [
    'postgres',
    'a tag with a combining mark',
    'SELECT $e\u0301$ SECRET $e\u0301$ FROM t',
    'SELECT ? FROM t',
    'SELECT t',
  ],
  [
    'unknown',
    'an operator that looks like a parameter',
    raw`SELECT body @@to_tsquery('x\') FROM t WHERE y = 'SECRET'`,
    'SELECT body @@to_tsquery(?',
    'SELECT',
  ],
  ['unknown', 'an absolute value', raw`SELECT @balance, 'x\' , 'SECRET'`, 'SELECT @balance, ?', 'SELECT'],
  ['google', 'a dollar', 'SELECT $$ SECRET $$ FROM t', 'SELECT ?', 'SELECT'],
];

describe('what cannot be certain is masked, in text and name', () => {
  const cases = [
    ...everywhere.flatMap(([why, ...rest]) => dialects.map((dialect) => [dialect, why, ...rest] as const)),
    ...single,
  ];

  test.each(cases)('%s: %s', (dialect, _, sql, text, summary) => {
    expect({ text: masked(sql, dialect), summary: summarized(sql, dialect) }).toEqual({ text, summary });
  });
});

describe('summaries name', () => {
  test.each([
    ['a table behind USING', 'SELECT a FROM t1 JOIN t2 USING (id), t3', 'SELECT t1 t2 t3'],
    ['a table behind ON', 'SELECT a FROM t1 JOIN t2 ON t1.id = t2.id, t4', 'SELECT t1 t2 t4'],
    [
      'no query of the statement, in quotes',
      'WITH `cte` AS (SELECT a FROM t) SELECT a FROM cte',
      'SELECT t SELECT',
    ],
    ['what rights are granted on', 'GRANT SELECT, UPDATE(a) ON TABLE e, f TO ROLE r', 'GRANT e f'],
    ['what rights are taken of', 'REVOKE ALL ON TABLE e FROM ROLE r', 'REVOKE e'],
    ['no role', 'GRANT ROLE a TO ROLE b', 'GRANT'],
    ['a graph', 'SELECT * FROM GRAPH_TABLE(shop MATCH (n) RETURN n.id), t', 'SELECT shop t'],
    ['no array of a table', 'SELECT a FROM orders o, o.items, orders.lines AS l, l.parts', 'SELECT orders'],
    ['a table of another schema', 'SELECT a FROM orders o, s.items', 'SELECT orders s.items'],
  ])('%s', (_, sql, summary) => {
    expect(summarized(sql, 'google')).toBe(summary);
  });
});

test('no more than 64 KiB of a statement is read, and 16,384 characters recorded', () => {
  const long = `SELECT a FROM t WHERE x = '${'y'.repeat(100_000)}' AND SECRET`;
  expect(masked(long, 'google')).toBe('SELECT a FROM t WHERE x = ?');
  expect(summarized(long, 'google')).toBe('SELECT t');
  expect(masked(`SELECT ${'a, '.repeat(50_000)}'`, 'google')).toHaveLength(16_384);
});
