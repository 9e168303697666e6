import { type Dialect, Lexer, type Token } from './sql-lexer';

const BOOLEAN = /^(?:true|false)$/i;

/**
 * A statement without its data: literals are `?`, comments are gone, the rest is as it was written.
 * https://opentelemetry.io/docs/specs/semconv/database/database-spans/#sanitization-of-dbquerytext
 */
export const masked = (sql: string, dialect: Dialect): string => {
  const lexer = new Lexer(sql, dialect);
  const parts: string[] = [];
  let before: Token | undefined;
  let dropped = false;
  /** How many parts there are up to the last that is no space, and whether a comment stands behind it. */
  let solid = 0;
  let commented = false;
  for (let token = lexer.next(); token !== undefined; token = lexer.next()) {
    if (token.kind === 'comment') {
      dropped = commented = true;
      continue;
    }
    const text = sql.slice(token.start, token.end);
    const isData = isLiteral(token, text, before === undefined ? '' : sql[before.start]!);
    // What a comment kept apart stays apart.
    if (dropped && before?.kind !== 'space' && token.kind !== 'space') parts.push(' ');
    // A doubled quote ends one token and starts the next: it is one string.
    const goesOn = token.kind === 'string' && before?.kind === 'string' && before.end === token.start;
    if (!goesOn) parts.push(isData ? '?' : text);
    dropped = false;
    before = token;
    if (token.kind === 'space') continue;
    solid = parts.length;
    commented = false;
  }
  // What kept the statement apart from a comment at its end is gone with that.
  return parts.slice(0, commented ? solid : undefined).join('');
};

const isLiteral = ({ kind }: Token, text: string, before: string): boolean => {
  if (kind === 'word') return text.length <= 5 && before !== '.' && BOOLEAN.test(text);
  return kind === 'string' || kind === 'number' || kind === 'unreadable';
};
