/**
 * Removes from a text what could give access: queries and fragments of URLs, users and passwords, tokens and keys.
 * Loaded lazily by `redact.ts`.
 */

/** The text with some of its escapes resolved, and the position of each character in the original. */
interface Layer {
  readonly text: string;
  readonly places: readonly number[];
}

/** A URL in JSON in a query is escaped three times. More layers than this only occur in attacks that waste our time. */
const MAX_LAYERS = 8;

/** Escapes of URLs, JSON and HTML. */
const ESCAPE = /%([\da-f]{2})|\\(?:u00([\da-f]{2})|x([\da-f]{2})|([\\/"'])|[nrt])|&amp;/gi;

/** Stands for an escaped blank, quote or angle bracket, which does not end a word as an unescaped one does. */
const INSIDE = '\0';

const character = (code: number): string => {
  const char = String.fromCharCode(code);
  return /[\s"<>]/.test(char) ? INSIDE : char;
};

const unescaped = ({ text, places }: Layer): Layer => {
  const parts: string[] = [];
  const kept: number[] = [];
  let done = 0;
  const keep = (until: number): void => {
    parts.push(text.slice(done, until));
    for (let index = done; index < until; index++) kept.push(places[index]!);
  };
  for (const { 0: written, 1: percent, 2: unicode, 3: hex, 4: itself, index } of text.matchAll(ESCAPE)) {
    keep(index);
    const code = percent ?? unicode ?? hex;
    const named = itself ?? (written.startsWith('&') ? '&' : INSIDE);
    parts.push(code === undefined ? named : character(Number.parseInt(code, 16)));
    kept.push(places[index]!);
    done = index + written.length;
  }
  keep(text.length);
  kept.push(places[text.length]!);
  return { text: parts.join(''), places: kept };
};

/** A query is removed without replacement, so that the address remains. A credential is replaced by `REDACTED`. */
const QUERY = 1;
const CREDENTIAL = 2;

interface Rule {
  readonly removes: typeof QUERY | typeof CREDENTIAL;
  /** Its capturing groups are removed. */
  readonly pattern: RegExp;
  readonly unless?: (match: string) => boolean;
}

/** `Bearer` also occurs in sentences. Whether the next word continues a sentence and is not a token. */
const isProse = (text: string): boolean =>
  /^(?:tokens?|auth\w*|access|credentials?|header|scheme|realm|type|is|or|and)[.,;:!?)\]]*$/i.test(text);
/** `Basic` is a common word. Whether what follows is a plain word that decodes to no `user:password`. */
const isWord = (text: string): boolean =>
  !/[\d+/=]|[a-z][A-Z]/.test(text) && !Buffer.from(text, 'base64').includes(':');

/**
 * Every rule is applied to every layer, and whatever any of them matches is removed, so no rule depends on others or on
 * escapes. If the end of a credential is unclear, everything up to the end of the word or line is removed.
 */
const RULES: readonly Rule[] = [
  // Query and fragment of a URL. They are optional in the pattern, or many URLs without them take quadratic time.
  { removes: QUERY, pattern: /:\/\/[^\s?#"<>]*([?#][^\s"<>]*)?/dg },
  // Query of a path, or after a blank. A question mark that ends a sentence is not followed by a character.
  { removes: QUERY, pattern: /(\?(?:[\w$[~-]|[^\0-\x7F])[^\s"<>]*)/dg },
  { removes: QUERY, pattern: /([?#&][^\s"'`<>?#&=,;(){}|\\/]+=[^\s"<>]*)/dg },
  { removes: CREDENTIAL, pattern: /:\/\/([^\s/"<>]*)@/dg },
  { removes: CREDENTIAL, pattern: /:([^\s/@"<>\\]+)@|:[^\s/@"<>\\]+/dg },
  { removes: CREDENTIAL, pattern: /\bbearer[\s\0:=]+([^\s\0"'<>]+)/dgi, unless: isProse },
  { removes: CREDENTIAL, pattern: /\bbasic[\s\0:=]+([\w+/=-]+)/dgi, unless: isWord },
  // Headers, up to the closing quote or the end of the line.
  {
    removes: CREDENTIAL,
    pattern:
      /\b(?:authorization|cookie)["'\\\0]*\s*[:=]\s*(?:\\+"([^"\n]*)|"((?:[^"\\\n]|\\.)*)|'([^'\n]*)|([^\s"'\\][^\n]*))/dgi,
  },
  // Google API keys, OAuth tokens and secrets, JWTs, private keys.
  {
    removes: CREDENTIAL,
    pattern: /(AIza[\w-]+|\bAQ\.Ab[\w-]+|ya29\.[\w.-]+|\b1\/\/0[\w-]+|GOCSPX-[\w-]+)/dg,
  },
  { removes: CREDENTIAL, pattern: /(\beyJ[\w-]{8}[\w.-]*)/dg },
  { removes: CREDENTIAL, pattern: /(-----BEGIN [A-Z ]*PRIVATE KEY[^]*)/dg },
  // Values with a telling name: of two words anywhere; of one word if it is assigned or a member of an object.
  {
    removes: CREDENTIAL,
    pattern:
      /(?:(?:api|access|private|secret|client|refresh|session|auth)[-_]?(?:key|secret|token)|passw(?:or)?d|passphrase)["'\\\0]*\s*[:=]\s*[\\"'\0]*([^\s"'<>\\]+)/dgi,
  },
  {
    removes: CREDENTIAL,
    pattern:
      /(?:key|token|secret|sig|signature|credential)(?:=[\\"'\0]*|[\\"'\0]*:\s*\\*["'\0])([^\s"'<>\\]+)/dgi,
  },
];

/** Truncates at the end of a word: half of a credential could not be recognized. */
const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const head = text.slice(0, max + 1);
  return head.slice(0, head.search(/\s\S*$/) + 1).trimEnd();
};

/** Marks the characters that the rules remove from a layer. */
const mark = ({ text, places }: Layer, marks: Uint8Array): void => {
  for (const { removes, pattern, unless } of RULES)
    for (const match of text.matchAll(pattern))
      for (const range of match.indices!.slice(1)) {
        if (range === undefined) continue;
        const [start] = range;
        let [, end] = range;
        if (unless?.(text.slice(start, end)) === true) continue;
        // A quote inside a JSON string: the backslashes before it belong to it.
        if (text[end] === '"') while (end > start && text[end - 1] === '\\') end--;
        for (let place = places[start]!; place < places[end]!; place++) marks[place] ||= removes;
      }
};

/**
 * The text without queries and fragments of URLs, and with `REDACTED` for users, passwords, headers, tokens and keys,
 * however they are escaped. Other text is unchanged.
 *
 * @param max the maximum number of characters. A longer text is first truncated at the end of a word
 */
export const redacted = (text: string, max: number): string => {
  const given = cut(text, max);
  const marks = new Uint8Array(given.length);
  let layer: Layer = { text: given, places: Array.from({ length: given.length + 1 }, (_, index) => index) };
  for (let depth = 0; depth < MAX_LAYERS; depth++) {
    mark(layer, marks);
    const next = unescaped(layer);
    if (next.text.length === layer.text.length) break;
    layer = next;
  }
  let result = '';
  for (let from = 0, to = 0; from < given.length; from = to) {
    const isRemoved = marks[from] !== 0;
    for (to = from + 1; to < given.length && (marks[to] !== 0) === isRemoved; to++);
    if (!isRemoved) result += given.slice(from, to);
    else if (marks[from] === CREDENTIAL) result += 'REDACTED';
  }
  return result;
};
