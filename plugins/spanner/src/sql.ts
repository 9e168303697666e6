/** Masks the data in SQL statements, for `db.query.text`. */
import { type Dialect, Lexer, type Token } from './sql-lexer';

const BOOLEAN = /^(?:true|false)$/i;

/** The maximum number of characters of a statement that are read. */
const MAX_READ = 65_536;

/** Longer texts are truncated, because a backend would truncate them too, or reject the span. */
export const MAX_TEXT = 16_384;

/**
 * Runs `read`, which must read the statement to its end. If its quotes turn out not to match, runs it again, up to the
 * first quote.
 */
export const reading = <Result>(
  statement: string,
  dialect: Dialect,
  read: (lexer: Lexer, sql: string) => Result,
): Result => {
  const sql = statement.slice(0, MAX_READ);
  const isCut = statement.length > MAX_READ;
  const lexer = new Lexer(sql, { dialect, isCut });
  const result = read(lexer, sql);
  const certainTo = lexer.brokenFrom;
  return certainTo === undefined ? result : read(new Lexer(sql, { dialect, isCut, certainTo }), sql);
};

/**
 * A statement without its data: literals are replaced by `?`, comments are removed, and the rest is as written, up to
 * {@link MAX_TEXT} characters. What cannot be read for certain is replaced by `?` too.
 * https://opentelemetry.io/docs/specs/semconv/database/database-spans/#sanitization-of-dbquerytext
 */
export const masked = (sql: string, dialect: Dialect): string => reading(sql, dialect, maskedBy);

const maskedBy = (lexer: Lexer, sql: string): string => {
  const parts: string[] = [];
  let length = 0;
  let before: Token | undefined;
  let dropped = false;
  /** The number of parts up to the last that is not a space; and whether a comment follows it. */
  let solid = 0;
  let commented = false;
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (length > MAX_TEXT) continue;
    if (token.kind === 'comment') {
      dropped = commented = true;
      continue;
    }
    const text = sql.slice(token.start, token.end);
    // A removed comment may have separated two words.
    if (dropped && before?.kind !== 'space' && token.kind !== 'space') parts.push(' ');
    const part = isLiteral(token, text, before === undefined ? '' : sql[before.start]!) ? '?' : text;
    parts.push(part);
    length += part.length;
    dropped = false;
    before = token;
    if (token.kind === 'space') continue;
    solid = parts.length;
    commented = false;
  }
  // Removes the space before a comment at the end.
  return parts
    .slice(0, commented ? solid : undefined)
    .join('')
    .slice(0, MAX_TEXT);
};

const isLiteral = ({ kind }: Token, text: string, before: string): boolean => {
  if (kind === 'word') return text.length <= 5 && before !== '.' && BOOLEAN.test(text);
  return kind === 'string' || kind === 'number' || kind === 'unreadable';
};
