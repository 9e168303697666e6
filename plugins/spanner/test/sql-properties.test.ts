import { describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { masked, reading } from '../src/sql';
import { type Dialect, Lexer } from '../src/sql-lexer';
import { summarized } from '../src/sql-summary';

/** In every literal and every comment; nowhere else. */
const SECRET = 'S3cr3t';

/** Something with a quote, a backslash, a comment's start or a newline in it, besides the secret. */
const content = fc
  .array(
    fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '--',
      '/*',
      '*/',
      '#',
      '$$',
      '\n',
      ' ',
      'SELECT',
      '?',
      '@x',
      '1',
      ';',
      SECRET,
    ),
    { maxLength: 6 },
  )
  .map((parts) => `${parts.join('')}${SECRET}`);

const doubled = (quote: string) => (text: string) => quote + text.replaceAll(quote, quote + quote) + quote;
const escaped = (quote: string) => (text: string) =>
  quote + text.replaceAll(/[\\'"`]/g, String.raw`\$&`) + quote;
const without = (unwanted: RegExp) => (text: string) => text.replaceAll(unwanted, '');

const googleLiteral = fc.oneof(
  content.map(without(/\n/g)).map(escaped("'")),
  content.map(without(/\n/g)).map(escaped('"')),
  content.map(escaped("'''")),
  content.map(escaped('"""')),
  content.map(without(/[\\'"]/g)).map((text) => `r'${text}'`),
  content
    .map(without(/\n/g))
    .map(escaped("'"))
    .map((text) => `b${text}`),
);
const postgresLiteral = fc.oneof(
  content.map(doubled("'")),
  content.map(escaped("'")).map((text) => `E${text}`),
  content.map(without(/\$/g)).map((text) => `$tag$${text}$tag$`),
);
const number = fc.oneof(
  fc.nat().map((n) => `${n}`),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map(String),
  fc.nat().map((n) => `0x${n.toString(16)}`),
);
const plain = fc.constantFrom(
  'SELECT',
  'FROM',
  'WHERE',
  'JOIN',
  'INSERT INTO',
  'VALUES',
  'WITH',
  'AS',
  'GRAPH',
  'MATCH',
  'users',
  'u.name',
  'AND',
  'IN',
  '(',
  ')',
  ',',
  '=',
  '<',
  '|>',
  '.',
  ';',
  '[',
  ']',
  '{',
  '}',
  'UNION ALL',
  'THEN RETURN',
  'NULL',
  '*',
  '||',
);
const lineComment = content.map(without(/\n/g)).map((text) => `-- ${text}\n`);
const blockComment = content.map(without(/[/*]/g)).map((text) => `/* ${text} */`);

const statementOf = (...data: fc.Arbitrary<string>[]) =>
  fc
    .array(fc.oneof({ arbitrary: plain, weight: 3 }, number, lineComment, blockComment, ...data), {
      maxLength: 30,
    })
    .map((parts) => parts.join(' '));

const statements: { readonly [Name in Dialect]: fc.Arbitrary<string> } = {
  google: statementOf(googleLiteral, fc.constantFrom('@name', '@@name', '`a name`', '@{HINT=x}')),
  postgres: statementOf(postgresLiteral, fc.constantFrom('$1', '"a name"', '::text')),
  unknown: fc.oneof(statementOf(googleLiteral), statementOf(postgresLiteral)),
};
const dialects = Object.keys(statements) as Dialect[];

/** What a statement consists of: literals are told as the parameters that stand for them. */
const kindsOf = (statement: string, dialect: Dialect): string[] => reading(statement, dialect, kindsBy);

const kindsBy = (lexer: Lexer, sql: string): string[] => {
  const kinds: string[] = [];
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    const { kind, start, end } = token;
    if (kind === 'space' || kind === 'comment') continue;
    const isData = kind === 'string' || kind === 'number' || kind === 'unreadable';
    const text = sql.slice(start, end);
    kinds.push(isData || text === '?' ? 'data' : text);
  }
  return kinds;
};

describe.each(dialects)('a random statement, read as %s', (dialect) => {
  const property = (check: (sql: string) => void): void =>
    fc.assert(fc.property(statements[dialect], check), { numRuns: 1000 });

  test('keeps nothing of its literals and comments', () => {
    property((sql) => {
      expect(masked(sql, dialect)).not.toContain(SECRET);
      expect(summarized(sql, dialect)).not.toContain(SECRET);
    });
  });

  test('is otherwise as it was', () => {
    property((sql) => expect(kindsOf(masked(sql, dialect), dialect)).toEqual(kindsOf(sql, dialect)));
  });

  test('is read whole, from its start to its end', () => {
    property((sql) => {
      const lexer = new Lexer(sql, { dialect });
      let position = 0;
      for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
        expect(token.start).toBe(position);
        expect(token.end).toBeGreaterThan(token.start);
        position = token.end;
      }
      expect(position).toBe(sql.length);
    });
  });

  test('may be anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (sql) => {
        expect(summarized(sql, dialect).length).toBeLessThanOrEqual(255);
        expect(() => masked(sql, dialect)).not.toThrow();
      }),
    );
  });
});

/** What makes a reader go back, if anything does. */
const hard: readonly [string, string][] = [
  ['strings', "'a' "],
  ['quotes', "'"],
  ['triple quotes', "'''"],
  ['comments', '/*'],
  ['ends of comments', '/*/* */'],
  ['comments in comments', '$1/* '],
  ['backslashes', '\\'],
  ['backslashes in a string', "'\\"],
  ['tags', '$a$ '],
  ['brackets', '('],
  ['paths', 'a.'],
  ['numbers', '1_'],
  ['exponents', '1e'],
  ['hints', '@{'],
  ['queries', 'SELECT a FROM t '],
];

/** The characters that the string and expression methods look at, which the lexer reads with, while something is done. */
const charactersRead = (work: () => void): number => {
  let read = 0;
  const { indexOf, slice, includes, startsWith } = String.prototype;
  const { test: matches } = RegExp.prototype;
  const spies = [
    jest.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, part, from = 0) {
      const found = indexOf.call(this, part, from);
      read += (found === -1 ? this.length : found) - from;
      return found;
    }),
    jest.spyOn(String.prototype, 'includes').mockImplementation(function (this: string, part, from = 0) {
      const found = indexOf.call(this, part, from);
      read += (found === -1 ? this.length : found) - from;
      return includes.call(this, part, from);
    }),
    jest.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, ...range) {
      const part = slice.apply(this, range);
      read += part.length;
      return part;
    }),
    jest.spyOn(String.prototype, 'startsWith').mockImplementation(function (this: string, part, from) {
      read += part.length;
      return startsWith.call(this, part, from);
    }),
    jest.spyOn(RegExp.prototype, 'test').mockImplementation(function (this: RegExp, text) {
      const from = this.lastIndex;
      const found = matches.call(this, text);
      read += found ? Math.max(1, this.lastIndex - from) : 1;
      return found;
    }),
  ];
  try {
    work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return read;
};

test.each(hard)('of many %s each character is read a few times, however many there are', (_, part) => {
  const read = (length: number): number => {
    const sql = part.repeat(length / part.length);
    return charactersRead(() => {
      for (const dialect of dialects) {
        masked(sql, dialect);
        summarized(sql, dialect);
      }
    });
  };
  // Sixteen times as much: 256 times as many, if each were compared with each.
  expect(read(2 ** 14) / read(2 ** 10)).toBeLessThan(20);
});
