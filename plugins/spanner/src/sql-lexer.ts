/**
 * Where GoogleSQL and PostgreSQL read the same characters in different ways, a statement of unknown dialect is read as
 * the one that hides more, until it shows which it is.
 */
export type Dialect = 'google' | 'postgres' | 'unknown';

export type TokenKind =
  | 'space'
  | 'comment'
  /** A keyword, or an identifier without quotes. */
  | 'word'
  /** An identifier in quotes. */
  | 'quoted'
  | 'parameter'
  | 'string'
  | 'number'
  /** Operators, brackets and separators: one character each, but for those that mean something together. */
  | 'symbol'
  /** The rest of a statement that can be read in two ways: all of it may be data. */
  | 'unreadable';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const SPACE = /\s+/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
/** With its sign, if that stands before it: `99+100` is two numbers. What sticks to its digits is part of it, as in `0xFF`. */
const NUMBER = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[\p{L}\p{N}_]*/uy;
const LINE = /[^\n\r]*/y;
const GOOGLE_PARAMETER = /@@?[\p{L}_][\p{L}\p{N}_.]*/uy;
const POSTGRES_PARAMETER = /\$\d+/y;
const DOLLAR_TAG = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
/** Prefixes of strings: raw and bytes; bits, hexadecimal, escaped and national. */
const GOOGLE_PREFIX = /(?:[rR][bB]?|[bB][rR]?)(?=['"])/y;
const POSTGRES_PREFIX = /[bBxXeEnN](?=')/y;

/** GoogleSQL's triple quotes, where they stand for what PostgreSQL reads too: a string that starts and ends with a quote. */
const SAME_IN_BOTH = /'''[^'\\]*'''(?!')|"""[^"\\]*"""(?!")/y;

const QUOTES = new Set(["'", '"', '`']);

/** Reads a statement from its start to its end, once. Never throws; the tokens are the whole of it, in order. */
export class Lexer {
  private position = 0;

  constructor(
    private readonly sql: string,
    private dialect: Dialect,
  ) {}

  /** The next token, until there is none. */
  next(): Token | undefined {
    const start = this.position;
    if (start >= this.sql.length) return undefined;
    const kind = this.read(this.sql[start]!);
    // Whatever stands here, the next token starts behind it.
    if (this.position === start) this.position++;
    return { kind, start, end: this.position };
  }

  private read(first: string): TokenKind {
    const { sql, position } = this;
    if (this.skip(SPACE)) return 'space';
    const second = sql[position + 1];
    if (first === '-' && second === '-') return this.lineComment();
    if (first === '#' && this.dialect !== 'postgres') return this.hash();
    if (first === '/' && second === '*') return this.blockComment();
    if (QUOTES.has(first)) return this.quoted(first, false);
    if (this.hasPrefix()) return this.quoted(this.sql[this.position]!, /e/i.test(first));
    if (first === '@') return this.at();
    if (first === '$') return this.dollar();
    if (first === '?') return this.symbol('parameter', 1);
    if (this.skip(NUMBER)) return 'number';
    if (this.skip(WORD)) return 'word';
    if (first === ':' && second === ':') return this.cast();
    return this.symbol('symbol', first === '|' && second === '>' ? 2 : 1);
  }

  private skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.position;
    if (!pattern.test(this.sql)) return false;
    this.position = pattern.lastIndex;
    return true;
  }

  private symbol(kind: TokenKind, length: number): TokenKind {
    this.position += length;
    return kind;
  }

  /** Nothing behind this is certain: it is data until the end. */
  private unreadable(): TokenKind {
    this.position = this.sql.length;
    return 'unreadable';
  }

  private lineComment(): TokenKind {
    this.skip(LINE);
    return 'comment';
  }

  /** A comment of GoogleSQL, an operator of PostgreSQL. */
  private hash(): TokenKind {
    return this.dialect === 'google' ? this.lineComment() : this.unreadable();
  }

  /** PostgreSQL's comments contain comments. */
  private blockComment(): TokenKind {
    const { sql, dialect } = this;
    let depth = 1;
    let at = this.position + 2;
    while (depth > 0) {
      const end = sql.indexOf('*/', at);
      if (end === -1) return this.endsAt(sql.length, 'comment');
      const inner = dialect === 'google' ? -1 : sql.slice(at, end).indexOf('/*');
      if (inner === -1) {
        depth--;
        at = end + 2;
      } else if (dialect === 'unknown') return this.unreadable();
      else {
        depth++;
        at += inner + 2;
      }
    }
    return this.endsAt(at, 'comment');
  }

  private endsAt(position: number, kind: TokenKind): TokenKind {
    this.position = position;
    return kind;
  }

  private hasPrefix(): boolean {
    return this.dialect === 'postgres' ? this.skip(POSTGRES_PREFIX) : this.skip(GOOGLE_PREFIX);
  }

  /** What stands between quotes: a string, or an identifier. */
  private quoted(quote: string, escapes: boolean): TokenKind {
    const { sql, position, dialect } = this;
    if (quote === '`') {
      // Only GoogleSQL has them.
      if (dialect === 'unknown') this.dialect = 'google';
      return this.until('`', position + 1, dialect !== 'postgres', 'quoted');
    }
    const triple = sql.startsWith(quote + quote, position + 1);
    if (dialect === 'google')
      return triple
        ? this.until(quote.repeat(3), position + 3, true, 'string')
        : this.until(quote, position + 1, true, 'string');
    if (dialect === 'postgres')
      return this.until(quote, position + 1, escapes, quote === '"' ? 'quoted' : 'string');
    if (!triple) return this.untilEither(quote, position + 1);
    return this.skip(SAME_IN_BOTH) ? 'string' : this.unreadable();
  }

  /** Up to the closing quote. A quote that is doubled inside starts another token, of the same kind, right behind. */
  private until(quote: string, from: number, escapes: boolean, kind: TokenKind): TokenKind {
    const { sql } = this;
    let at = from;
    for (;;) {
      const end = sql.indexOf(quote, at);
      if (end === -1) return this.endsAt(sql.length, kind);
      let backslashes = 0;
      while (end - backslashes > from && sql[end - backslashes - 1] === '\\') backslashes++;
      if (!escapes || backslashes % 2 === 0) return this.endsAt(end + quote.length, kind);
      at = end + 1;
    }
  }

  /** The same in both dialects, unless there is a backslash: only one of them takes it for an escape. */
  private untilEither(quote: string, from: number): TokenKind {
    const found = this.sql.indexOf(quote, from);
    const end = found === -1 ? this.sql.length : found;
    if (this.sql.slice(from, end).includes('\\')) return this.unreadable();
    return this.endsAt(Math.min(end + 1, this.sql.length), 'string');
  }

  private at(): TokenKind {
    if (this.dialect === 'postgres') return this.symbol('symbol', 1);
    const isHint = this.sql[this.position + 1] === '{';
    const isQuoted = this.sql[this.position + 1] === '`';
    const isParameter = !isHint && !isQuoted && this.skip(GOOGLE_PARAMETER);
    if (isHint || isQuoted || isParameter) this.dialect = 'google';
    return isParameter ? 'parameter' : this.symbol('symbol', 1);
  }

  private dollar(): TokenKind {
    if (this.dialect === 'google') return this.symbol('symbol', 1);
    const start = this.position;
    if (this.skip(POSTGRES_PARAMETER)) {
      this.dialect = 'postgres';
      return 'parameter';
    }
    if (!this.skip(DOLLAR_TAG)) return this.symbol('symbol', 1);
    this.dialect = 'postgres';
    const tag = this.sql.slice(start, this.position);
    return this.until(tag, this.position, false, 'string');
  }

  /** Only PostgreSQL casts so. */
  private cast(): TokenKind {
    if (this.dialect === 'unknown') this.dialect = 'postgres';
    return this.symbol('symbol', 2);
  }
}
