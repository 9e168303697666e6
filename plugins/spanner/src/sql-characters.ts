// What GoogleSQL and PostgreSQL are made of.
// https://cloud.google.com/spanner/docs/reference/standard-sql/lexical
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html

/** Spaces in both dialects. PostgreSQL takes the others for letters. */
export const SPACE: RegExp = /[ \t\n\r\f\v]+/y;
export const GOOGLE_SPACE: RegExp = /\s+/y;
/** All that is not ASCII is a letter. */
export const WORD: RegExp = /(?:[A-Za-z_]|[^\p{ASCII}\s])(?:[\w$]|[^\p{ASCII}\s])*/uy;
export const POSTGRES_WORD: RegExp = /(?:[A-Za-z_]|[^\p{ASCII}])(?:[\w$]|[^\p{ASCII}])*/uy;
/** With its sign, if that stands before it: `99+100` is two numbers. What sticks to its digits is part of it, as in `0xFF`. */
export const NUMBER: RegExp = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[\p{L}\p{N}_]*/uy;
export const LINE: RegExp = /[^\n\r]*/y;
export const COMMENT_MARK: RegExp = /\/\*|\*\//g;
export const PARAMETER: RegExp = /@@?[\p{L}_][\p{L}\p{N}_.]*/uy;
export const POSTGRES_PARAMETER: RegExp = /\$\d+/y;
export const DOLLAR_TAG: RegExp = /\$(?:(?:[A-Za-z_]|[^\p{ASCII}])(?:\w|[^\p{ASCII}])*)?\$/uy;
/** Prefixes of strings: raw and bytes; bits, hexadecimal, escaped and national. */
export const GOOGLE_PREFIX: RegExp = /(?:[rR][bB]?|[bB][rR]?)(?=['"])/y;
export const POSTGRES_PREFIX: RegExp = /[bBxXeEnN](?=')/y;
/** A string of PostgreSQL that goes on in another line, and one that may do so behind a comment: its readers do not agree. */
export const GOES_ON: RegExp = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;
export const MAY_GO_ON: RegExp = /(?:[ \t\f\v]*(?:--[^\n\r]*)?[\n\r])+[ \t\f\v]*'/y;

/** GoogleSQL's triple quotes, where they stand for what PostgreSQL reads too: a string that starts and ends with a quote. */
export const SAME_IN_BOTH: RegExp = /'''[^'\\]*'''(?!')|"""[^"\\]*"""(?!")/y;

export const QUOTES: ReadonlySet<string> = new Set(["'", '"', '`']);
/** In no dialect do these stand outside of strings and comments: somebody's text, put between quotes by hand, has ended one. */
export const FOREIGN: RegExp = /[\\\u2018-\u201F\u2032-\u2037\u2039\u203A\u00AB\u00BB\u00B4\uFF07\uFF02]/;
/** What a string or a name in quotes never touches. */
export const SOLID: RegExp = /[\w$'"`]|[^\p{ASCII}]/u;
/** Types that a literal may touch: DATE'2020-01-01'. */
export const TYPED: RegExp =
  /^(?:date|datetime|time|timestamp|timestamptz|interval|numeric|bignumeric|json)$/i;
