/** Summarizes SQL statements as their operations and tables, for span names and `db.query.summary`. */
import { reading } from './sql';
import type { Dialect, Lexer, TokenKind } from './sql-lexer';

/** The maximum length that the semantic conventions give `db.query.summary`. */
const MAX_SUMMARY = 255;

/** First words of statements that change data or query a graph. */
const STATEMENTS = /^(?:INSERT|UPDATE|DELETE|MERGE|CALL|GRAPH|TRUNCATE)$/;
const DEFINITIONS = /^(?:CREATE|ALTER|DROP|RENAME)$/;
/** Words between the verb of a definition and the defined name. */
const DEFINED =
  /^(?:OR|REPLACE|UNIQUE|NULL_FILTERED|SEARCH|VECTOR|TABLE|INDEX|VIEW|SCHEMA|DATABASE|SEQUENCE|CHANGE|STREAM|MODEL|ROLE|FUNCTION|PROCEDURE|PROPERTY|GRAPH|PROTO|BUNDLE|LOCALITY|GROUP|PLACEMENT|STATISTICS)$/;
const IF_EXISTS = /^(?:IF|NOT|EXISTS)$/;
/** Words that end a list of tables. */
const CLAUSES =
  /^(?:WHERE|GROUP|HAVING|ORDER|LIMIT|OFFSET|WINDOW|QUALIFY|UNION|INTERSECT|EXCEPT|SET|VALUES|RETURNING|THEN|FOR|MATCH|RETURN)$/;
/** Words that start a join condition. Another table may follow after a comma. */
const CONDITIONS = /^(?:ON|USING)$/;
/** `INSERT OR` one of these. */
const INSERT_OR = /^(?:UPDATE|IGNORE|REPLACE)$/;
const GRANTS = /^(?:GRANT|REVOKE)$/;
/** Words before the name of the object on which rights are granted. */
const GRANTED =
  /^(?:ALL|TABLE|TABLES|VIEW|SEQUENCE|SCHEMA|DATABASE|CHANGE|STREAM|MODEL|FUNCTION|PROCEDURE|IN)$/;
/** Words before the name of a table. */
const BEFORE_TABLE = /^(?:FROM|INTO|ONLY|LATERAL)$/;

interface Word {
  readonly kind: TokenKind | 'end';
  readonly text: string;
  /** In upper case, if it may be a keyword. */
  readonly upper: string;
}

const END: Word = { kind: 'end', text: '', upper: '' };

/** The state of a statement, or of a part of it in brackets. */
interface Scope {
  /** Whether it is, or may be, a query whose FROM names tables. */
  readonly query: boolean;
  /** Whether its operation has been seen. */
  operates: boolean;
  /** Whether the next name is that of a table. */
  expects: boolean;
  /** Whether a name after a comma is that of a table. */
  lists: boolean;
}

const wholeStatement = (): Scope => ({ query: true, operates: false, expects: false, lists: false });

/**
 * The operations and tables of a statement, in their order and spelling: `SELECT orders customers`.
 * https://opentelemetry.io/docs/specs/semconv/database/database-spans/#generating-a-summary-of-the-query
 */
export const summarized = (sql: string, dialect: Dialect): string =>
  reading(sql, dialect, (lexer, read) => new Summary(lexer, read).text());

const isName = ({ kind }: Word): boolean => kind === 'word' || kind === 'quoted';

/** Normalizes a name, for comparison. */
const plain = (name: string): string => name.replaceAll(/[`"]/g, '').toLowerCase();

class Summary {
  private readonly parts: string[] = [];
  private length = -1;
  private readonly scopes: Scope[] = [wholeStatement()];
  /** Names of common table expressions. */
  private readonly named = new Set<string>();
  /** Names and aliases of tables. After `orders o`, `o.items` is not a table. */
  private readonly aliases = new Set<string>();
  private ahead: Word;
  private last: Word = END;
  private lastButOne: Word = END;

  constructor(
    private readonly lexer: Lexer,
    private readonly sql: string,
  ) {
    this.ahead = this.read();
  }

  text(): string {
    while (this.ahead !== END && this.length <= MAX_SUMMARY) {
      const word = this.next();
      if (word.kind === 'symbol') this.symbol(word.text);
      else if (isName(word)) this.word(word);
      else this.scope.expects = false;
    }
    // The lexer only knows at the end whether its reading was certain.
    while (this.lexer.next() !== undefined);
    while (this.length > MAX_SUMMARY) this.length -= (this.parts.pop() ?? '').length + 1;
    return this.parts.join(' ');
  }

  private get scope(): Scope {
    return this.scopes[this.scopes.length - 1]!;
  }

  private next(): Word {
    const word = this.ahead;
    this.lastButOne = this.last;
    this.last = word;
    this.ahead = this.read();
    return word;
  }

  private read(): Word {
    for (;;) {
      const token = this.lexer.next();
      if (token === undefined) return END;
      const { kind } = token;
      if (kind === 'space' || kind === 'comment') continue;
      const text = this.sql.slice(token.start, token.end);
      return { kind, text, upper: kind === 'word' && text.length <= 16 ? text.toUpperCase() : text };
    }
  }

  private add(...parts: string[]): void {
    this.parts.push(...parts);
    for (const part of parts) this.length += part.length + 1;
  }

  private symbol(text: string): void {
    const { scope } = this;
    if (text === '(') this.opens(scope);
    else if (text === ')') {
      if (this.scopes.length > 1) this.scopes.pop();
      this.scope.expects = false;
    } else if (text === ',') scope.expects = scope.lists;
    else if (text === '|>') scope.expects = scope.lists = false;
    else if (text === '{') this.skipHint();
    else if (text === ';') this.scopes.splice(0, this.scopes.length, wholeStatement());
  }

  private opens({ expects, operates }: Scope): void {
    const begins = /^(?:SELECT|WITH|FROM|GRAPH|\()$/.test(this.ahead.upper);
    // Brackets around joined tables.
    const joins = expects && !begins;
    const query = begins || expects || !operates;
    this.scopes.push({ query, operates: joins, expects: joins, lists: joins });
  }

  /** `@{FORCE_INDEX=i}` */
  private skipHint(): void {
    if (this.lastButOne.text !== '@') return;
    while (this.ahead !== END && this.ahead.text !== '}') this.next();
  }

  private word(word: Word): void {
    const { scope, lastButOne: before } = this;
    const { upper } = word;
    if (before.text === '.') return;
    if (word.kind === 'quoted') this.name(word, scope);
    else if (upper === 'SELECT') this.select(word, scope, before);
    else if (upper === 'FROM') this.from(word, scope, before);
    else if (upper === 'JOIN' && scope.query) scope.expects = true;
    else if (upper === 'WITH' && !scope.operates) this.nameQuery();
    else if (this.begins(scope) && STATEMENTS.test(upper)) this.statement(word, scope);
    else if (this.begins(scope) && DEFINITIONS.test(upper)) this.definition(word);
    else if (this.begins(scope) && GRANTS.test(upper)) this.grant(word);
    else if (CONDITIONS.test(upper)) scope.expects = false;
    else if (CLAUSES.test(upper)) scope.expects = scope.lists = false;
    else if (!BEFORE_TABLE.test(upper)) this.name(word, scope);
  }

  private begins({ operates }: Scope): boolean {
    return !operates && this.scopes.length === 1;
  }

  private select({ text }: Word, scope: Scope, before: Word): void {
    // `|> SELECT` is a step of a pipe, not another query.
    if (before.text === '|>') return;
    this.add(text);
    scope.operates = true;
    scope.expects = scope.lists = false;
  }

  private from({ text }: Word, scope: Scope, before: Word): void {
    // EXTRACT(YEAR FROM d), a IS DISTINCT FROM b
    if (!scope.query || before.upper === 'DISTINCT') return;
    if (!scope.operates) this.add(text);
    scope.operates = scope.expects = scope.lists = true;
  }

  /** `WITH recent AS (SELECT 1), old AS (SELECT 2)` names queries, not tables. */
  private nameQuery(): void {
    if (this.ahead.upper === 'RECURSIVE') this.next();
    this.named.add(plain(this.ahead.text));
  }

  private statement({ text, upper }: Word, scope: Scope): void {
    const parts = [text];
    // INSERT OR UPDATE
    if (upper === 'INSERT' && this.ahead.upper === 'OR') {
      const or = this.next().text;
      if (INSERT_OR.test(this.ahead.upper)) parts.push(or, this.next().text);
    }
    this.add(...parts);
    scope.operates = scope.expects = true;
  }

  private definition({ text }: Word): void {
    this.add(text);
    while (DEFINED.test(this.ahead.upper)) this.add(this.next().text);
    while (IF_EXISTS.test(this.ahead.upper)) this.next();
    if (isName(this.ahead)) this.add(this.path(this.next()));
    while (this.ahead !== END && this.ahead.text !== ';') this.next();
  }

  /** `GRANT SELECT ON TABLE a, b TO ROLE r` */
  private grant({ text }: Word): void {
    this.add(text);
    while (this.ahead !== END && this.ahead.text !== ';' && this.ahead.upper !== 'ON') this.next();
    if (this.ahead.upper === 'ON') this.next();
    while (GRANTED.test(this.ahead.upper)) this.next();
    while (isName(this.ahead)) {
      this.add(this.path(this.next()));
      if (this.ahead.text !== ',') break;
      this.next();
    }
    while (this.ahead !== END && this.ahead.text !== ';') this.next();
  }

  private name(word: Word, scope: Scope): void {
    if (this.ahead.upper === 'AS' && !scope.operates) this.named.add(plain(word.text));
    if (!scope.expects) return;
    scope.expects = false;
    if (word.upper === 'GRAPH_TABLE' && this.ahead.text === '(') return this.graph();
    const path = this.path(word);
    const [first = '', ...more] = plain(path).split('.');
    const isKnown = this.named.has(plain(path)) || (more.length > 0 && this.aliases.has(first));
    if (word.upper !== 'UNNEST' && !isKnown) this.add(path);
    this.aliases.add(more.at(-1) ?? first);
    if (this.ahead.upper === 'AS') this.next();
    if (isName(this.ahead)) this.aliases.add(plain(this.ahead.text));
  }

  /** `GRAPH_TABLE(shop MATCH pattern)` */
  private graph(): void {
    this.next();
    this.scopes.push({ query: false, operates: true, expects: false, lists: false });
    if (isName(this.ahead)) this.add(this.path(this.next()));
  }

  /** `` shop.`old orders` `` */
  private path({ text }: Word): string {
    const parts = [text];
    while (this.ahead.text === '.') {
      this.next();
      if (!isName(this.ahead)) break;
      parts.push(this.next().text);
    }
    return parts.join('.');
  }
}
