/** A part of a statement in GoogleSQL. */
export interface Part {
  readonly kind: 'string' | 'comment' | 'name' | 'other' | 'endless';
  readonly text: string;
}

/**
 * GoogleSQL read character by character, by its lexical rules and by no regular expression: what the lexer of the
 * plugin is compared with. The last part is `endless` if a string, a name or a comment never ends.
 * https://cloud.google.com/spanner/docs/reference/standard-sql/lexical
 */
export const googleParts = (sql: string): Part[] => {
  const parts: Part[] = [];
  let at = 0;
  const take = (kind: Part['kind'], end: number): void => {
    parts.push({ kind, text: sql.slice(at, end) });
    at = end;
  };
  while (at < sql.length) {
    const prefix = prefixLength(sql, at);
    const quote = sql[at + prefix] ?? '';
    if (isComment(sql, at)) take('comment', endOfLine(sql, at));
    else if (sql.startsWith('/*', at)) {
      let end = at + 2;
      while (end < sql.length && !sql.startsWith('*/', end)) end++;
      if (end < sql.length) take('comment', end + 2);
      else take('endless', sql.length);
    } else if (quote === "'" || quote === '"' || (quote === '`' && prefix === 0)) {
      const end = endOfQuoted(sql, at + prefix, quote);
      if (end === undefined) take('endless', sql.length);
      else take(quote === '`' ? 'name' : 'string', end);
    } else take('other', endOfWord(sql, at));
  }
  return parts;
};

const isComment = (sql: string, at: number): boolean => sql[at] === '#' || sql.startsWith('--', at);

const endOfLine = (sql: string, from: number): number => {
  let end = from;
  while (end < sql.length && sql[end] !== '\n' && sql[end] !== '\r') end++;
  return end;
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz_0123456789';
const isLetter = (character: string | undefined): boolean =>
  character !== undefined && LETTERS.includes(character.toLowerCase());

const endOfWord = (sql: string, from: number): number => {
  let end = from;
  while (isLetter(sql[end])) end++;
  return Math.max(end, from + 1);
};

/** Of `r'`, `b"`, `br'`, `RB'`; none of a quote alone, and of a word. */
const prefixLength = (sql: string, at: number): number => {
  let end = at;
  while (isLetter(sql[end])) end++;
  const prefix = sql.slice(at, end).toLowerCase();
  return ['r', 'b', 'rb', 'br'].includes(prefix) && (sql[end] === "'" || sql[end] === '"') ? end - at : 0;
};

const endOfQuoted = (sql: string, from: number, quote: string): number | undefined => {
  const isTriple = quote !== '`' && sql.startsWith(quote.repeat(3), from);
  const closing = isTriple ? quote.repeat(3) : quote;
  for (let at = from + closing.length; at < sql.length; at++) {
    if (sql[at] === '\\') at++;
    else if (sql.startsWith(closing, at)) return at + closing.length;
  }
  return undefined;
};
