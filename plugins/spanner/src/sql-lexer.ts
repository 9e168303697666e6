/** Splits SQL statements of both dialects into tokens, and stops where the meaning is ambiguous. */
import {
  COMMENT_MARK,
  DOLLAR_TAG,
  FOREIGN,
  GOES_ON,
  GOOGLE_PREFIX,
  GOOGLE_SPACE,
  LINE,
  MAY_GO_ON,
  NUMBER,
  PARAMETER,
  POSTGRES_PARAMETER,
  POSTGRES_PREFIX,
  POSTGRES_WORD,
  QUOTES,
  SAME_IN_BOTH,
  SOLID,
  SPACE,
  TYPED,
  WORD,
} from './sql-characters';

/**
 * If the dialect is unknown and the two read the same characters differently, the reading that hides more is chosen,
 * until the statement shows its dialect.
 */
export type Dialect = 'google' | 'postgres' | 'unknown';

export type TokenKind =
  | 'space'
  | 'comment'
  /** A keyword or an unquoted identifier. */
  | 'word'
  /** A quoted identifier. */
  | 'quoted'
  | 'parameter'
  | 'string'
  | 'number'
  /** An operator, bracket or separator: one character, except `::` and `|>`. */
  | 'symbol'
  /** The rest of a statement after which the reading is ambiguous. All of it may be data. */
  | 'unreadable';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  readonly dialect: Dialect;
  /** Everything from this index on may be data. Default: the length of the statement. */
  readonly certainTo?: number;
  /** Whether the statement was truncated. */
  readonly isCut?: boolean;
}

/** Reads a statement once, from start to end. Never throws. The tokens cover the whole statement, in order. */
export class Lexer {
  private position = 0;
  private dialect: Dialect;
  private readonly certainTo: number;
  private readonly isCut: boolean;
  private last: Token = { kind: 'space', start: 0, end: 0 };
  private firstQuote: number | undefined;
  private broken = false;

  constructor(
    private readonly sql: string,
    { dialect, certainTo = sql.length, isCut = false }: Reading,
  ) {
    this.dialect = dialect;
    this.certainTo = certainTo;
    this.isCut = isCut;
  }

  /**
   * The index of the first quote if the quotes do not match, else `undefined`. In that case it is unknown which quotes
   * belong to concatenated data, so nothing after the index is certain. Only known after the last token.
   */
  get brokenFrom(): number | undefined {
    return this.broken ? this.firstQuote : undefined;
  }

  /** The next token, or `undefined` at the end. */
  next(): Token | undefined {
    const start = this.position;
    if (start >= this.sql.length) return undefined;
    const kind = start >= this.certainTo ? this.unreadable() : this.read(this.sql[start]!);
    // Always makes progress.
    if (this.position === start) this.position++;
    this.last = { kind, start, end: this.position };
    return this.last;
  }

  private read(first: string): TokenKind {
    const { sql, position } = this;
    if (this.skip(this.dialect === 'google' ? GOOGLE_SPACE : SPACE)) return 'space';
    const second = sql[position + 1];
    if (first === '-' && second === '-') return this.lineComment();
    if (first === '#' && this.dialect !== 'postgres') return this.hash();
    if (first === '/' && second === '*') return this.blockComment();
    if (QUOTES.has(first) || this.hasPrefix()) return this.literal(position, /e/i.test(first));
    if (first === '@') return this.at();
    if (first === '$') return this.dollar();
    if (first === '?') return this.symbol('parameter', 1);
    if (this.skip(NUMBER)) return 'number';
    if (this.skip(this.dialect === 'postgres' ? POSTGRES_WORD : WORD))
      return FOREIGN.test(sql.slice(position, this.position)) ? this.breaks(position) : 'word';
    if (FOREIGN.test(first) || (first > '\u007F' && this.dialect === 'unknown')) return this.breaks(position);
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

  /** Treats the rest of the statement as data. */
  private unreadable(): TokenKind {
    this.position = this.sql.length;
    return 'unreadable';
  }

  /** The quotes of the statement do not match. From the first of them on, nothing is certain. */
  private breaks(position: number): TokenKind {
    this.firstQuote ??= position;
    this.broken = true;
    return this.unreadable();
  }

  private literal(start: number, escapes: boolean): TokenKind {
    const { sql } = this;
    return this.touches(start)
      ? this.breaks(start)
      : this.apart(this.quoted(sql[this.position]!, escapes), start);
  }

  /** Whether the quote at `start` touches a word. Then concatenated text has closed another string. */
  private touches(start: number): boolean {
    const { last, sql } = this;
    this.firstQuote ??= start;
    if (start === 0 || !SOLID.test(sql[start - 1]!)) return false;
    return last.kind !== 'word' || !TYPED.test(sql.slice(last.start, start));
  }

  /** The same check at the end of the string. */
  private apart(kind: TokenKind, start: number): TokenKind {
    const after = this.sql[this.position];
    return after !== undefined && kind !== 'unreadable' && SOLID.test(after) ? this.breaks(start) : kind;
  }

  private lineComment(): TokenKind {
    this.skip(LINE);
    return 'comment';
  }

  /** `#` starts a comment in GoogleSQL. In PostgreSQL it is an operator. */
  private hash(): TokenKind {
    return this.dialect === 'google' ? this.lineComment() : this.breaks(this.position);
  }

  /** PostgreSQL's comments can be nested. */
  private blockComment(): TokenKind {
    const { sql, dialect } = this;
    COMMENT_MARK.lastIndex = this.position + 2;
    for (let depth = 1; depth > 0;) {
      if (!COMMENT_MARK.test(sql)) return this.endlessComment();
      if (sql[COMMENT_MARK.lastIndex - 1] === '/') depth--;
      else if (dialect === 'unknown') return this.breaks(this.position);
      else if (dialect === 'postgres') depth++;
      else COMMENT_MARK.lastIndex--;
    }
    return this.endsAt(COMMENT_MARK.lastIndex, 'comment');
  }

  /** After a string, the start of the comment may be part of concatenated text. */
  private endlessComment(): TokenKind {
    if (this.firstQuote !== undefined && !this.isCut) return this.breaks(this.position);
    return this.endsAt(this.sql.length, 'comment');
  }

  private endsAt(position: number, kind: TokenKind): TokenKind {
    this.position = position;
    return kind;
  }

  private hasPrefix(): boolean {
    if (this.dialect !== 'google' && this.skip(POSTGRES_PREFIX)) return true;
    return this.dialect !== 'postgres' && this.skip(GOOGLE_PREFIX);
  }

  /** A quoted string or identifier. */
  private quoted(quote: string, escapes: boolean): TokenKind {
    const { sql, position, dialect } = this;
    if (quote === '`') {
      // Only GoogleSQL has backquotes.
      if (dialect === 'postgres') return this.breaks(position);
      this.dialect = 'google';
      return this.until('`', position + 1, true, 'quoted');
    }
    const triple = sql.startsWith(quote + quote, position + 1);
    if (dialect === 'google')
      return triple
        ? this.until(quote.repeat(3), position + 3, true, 'string')
        : this.until(quote, position + 1, true, 'string');
    if (dialect === 'postgres')
      return this.until(quote, position + 1, escapes, quote === '"' ? 'quoted' : 'string');
    if (!triple) return this.untilEither(quote, position + 1);
    return this.skip(SAME_IN_BOTH) ? 'string' : this.breaks(this.position);
  }

  /** Reads up to the closing quote. In PostgreSQL, a doubled quote is part of the string. */
  private until(quote: string, start: number, escapes: boolean, kind: TokenKind): TokenKind {
    const { sql } = this;
    let from = start;
    let at = start;
    for (;;) {
      const end = sql.indexOf(quote, at);
      if (end === -1) return this.neverEnds();
      let backslashes = 0;
      while (end - backslashes > from && sql[end - backslashes - 1] === '\\') backslashes++;
      const after = end + quote.length;
      if (escapes && backslashes % 2 === 1) at = end + 1;
      else if (this.dialect === 'postgres' && quote.length === 1 && sql[after] === quote)
        from = at = after + 1;
      else if (escapes && this.continues(after, GOES_ON)) from = at = this.position;
      else if (escapes && this.continues(after, MAY_GO_ON)) return this.breaks(start);
      else return this.endsAt(after, kind);
    }
  }

  private continues(position: number, pattern: RegExp): boolean {
    this.position = position;
    return this.dialect === 'postgres' && this.skip(pattern);
  }

  private neverEnds(): TokenKind {
    return this.isCut ? this.unreadable() : this.breaks(this.position);
  }

  /** Reads a string that ends in the same place in both dialects: it has no backslash (an escape in one) and no `'''`. */
  private untilEither(quote: string, start: number): TokenKind {
    const { sql } = this;
    for (let from = start; ;) {
      const end = sql.indexOf(quote, from);
      if (sql.slice(from, end === -1 ? undefined : end).includes('\\')) return this.breaks(this.position);
      if (end === -1) return this.neverEnds();
      if (sql[end + 1] !== quote) return this.endsAt(end + 1, 'string');
      if (sql.startsWith(quote.repeat(2), end + 2)) return this.breaks(this.position);
      from = end + 2;
    }
  }

  private at(): TokenKind {
    if (this.dialect === 'postgres') return this.symbol('symbol', 1);
    // `@name` is a parameter in GoogleSQL, and an operator and a column in PostgreSQL.
    if (this.skip(PARAMETER)) return 'parameter';
    const next = this.sql[this.position + 1];
    if (next === '{' || next === '`') this.dialect = 'google';
    return this.symbol('symbol', 1);
  }

  private dollar(): TokenKind {
    const start = this.position;
    // GoogleSQL has no `$` outside of strings.
    if (this.dialect === 'google') return this.breaks(start);
    if (this.skip(POSTGRES_PARAMETER)) {
      this.dialect = 'postgres';
      return 'parameter';
    }
    if (!this.skip(DOLLAR_TAG)) return this.symbol('symbol', 1);
    this.dialect = 'postgres';
    if (this.touches(start)) return this.breaks(start);
    const tag = this.sql.slice(start, this.position);
    return this.apart(this.until(tag, this.position, false, 'string'), start);
  }

  /** Only PostgreSQL has `::`. */
  private cast(): TokenKind {
    if (this.dialect === 'unknown') this.dialect = 'postgres';
    return this.symbol('symbol', 2);
  }
}
