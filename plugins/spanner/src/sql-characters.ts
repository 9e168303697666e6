// The lexical elements of GoogleSQL and PostgreSQL, as regular expressions.
// https://cloud.google.com/spanner/docs/reference/standard-sql/lexical
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html

/** Spaces in both dialects. To PostgreSQL, all other spaces are letters. */
export const SPACE: RegExp = /[ \t\n\r\f\v]+/y;
export const GOOGLE_SPACE: RegExp = /\s+/y;
/** Every character that is not ASCII counts as a letter. */
export const WORD: RegExp = /(?:[A-Za-z_]|[^\p{ASCII}\s])(?:[\w$]|[^\p{ASCII}\s])*/uy;
export const POSTGRES_WORD: RegExp = /(?:[A-Za-z_]|[^\p{ASCII}])(?:[\w$]|[^\p{ASCII}])*/uy;
/** A number includes its sign, so `99+100` is two numbers, and letters that touch its digits, as in `0xFF`. */
export const NUMBER: RegExp = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[\p{L}\p{N}_]*/uy;
export const LINE: RegExp = /[^\n\r]*/y;
export const COMMENT_MARK: RegExp = /\/\*|\*\//g;
export const PARAMETER: RegExp = /@@?[\p{L}_][\p{L}\p{N}_.]*/uy;
export const POSTGRES_PARAMETER: RegExp = /\$\d+/y;
export const DOLLAR_TAG: RegExp = /\$(?:(?:[A-Za-z_]|[^\p{ASCII}])(?:\w|[^\p{ASCII}])*)?\$/uy;
/** Prefixes of strings: raw and bytes; bits, hexadecimal, escaped and national. */
export const GOOGLE_PREFIX: RegExp = /(?:[rR][bB]?|[bB][rR]?)(?=['"])/y;
export const POSTGRES_PREFIX: RegExp = /[bBxXeEnN](?=')/y;
/** A PostgreSQL string that continues on the next line; and one that may continue after a comment: parsers differ. */
export const GOES_ON: RegExp = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;
export const MAY_GO_ON: RegExp = /(?:[ \t\f\v]*(?:--[^\n\r]*)?[\n\r])+[ \t\f\v]*'/y;

/** A triple-quoted string of GoogleSQL that PostgreSQL also reads as one string: one that starts and ends with a quote. */
export const SAME_IN_BOTH: RegExp = /'''[^'\\]*'''(?!')|"""[^"\\]*"""(?!")/y;

export const QUOTES: ReadonlySet<string> = new Set(["'", '"', '`']);
/** Never occurs outside strings and comments. If it does, text concatenated into a string has closed it. */
export const FOREIGN: RegExp = /[\\\u2018-\u201F\u2032-\u2037\u2039\u203A\u00AB\u00BB\u00B4\uFF07\uFF02]/;
/** Characters that never touch a string or a quoted name. */
export const SOLID: RegExp = /[\w$'"`]|[^\p{ASCII}]/u;
/** Types that may touch a literal: DATE'2020-01-01'. */
export const TYPED: RegExp =
  /^(?:date|datetime|time|timestamp|timestamptz|interval|numeric|bignumeric|json)$/i;
