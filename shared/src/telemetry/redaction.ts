/**
 * Takes out of a text what opens something: queries and fragments of URLs, users and passwords, tokens and keys.
 * Loaded with the first text that somebody asked for.
 */

/** A text as it reads once some of its escapes are resolved, and where each of its characters stands in the original. */
interface Layer {
  readonly text: string;
  readonly places: readonly number[];
}

/** A URL in JSON in a query is escaped three times. More often than this, nobody does it but to waste our time. */
const MAX_LAYERS = 8;

/** What URLs, JSON and HTML write for a character. */
const ESCAPE = /%([\da-f]{2})|\\(?:u00([\da-f]{2})|x([\da-f]{2})|([\\/"'])|[nrt])|&amp;/gi;

/** What is written so in the middle of a word does not end it: this stands for blanks, quotes and angles that were escaped. */
const INSIDE = '\0';

const character = (code: number): string => {
  const read = String.fromCharCode(code);
  return /[\s"<>]/.test(read) ? INSIDE : read;
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

/** A query goes without a trace: what is left is the address. In the place of a credential a word says that one was there. */
const QUERY = 1;
const CREDENTIAL = 2;

interface Rule {
  readonly takes: typeof QUERY | typeof CREDENTIAL;
  /** Its groups are what is taken. */
  readonly pattern: RegExp;
  readonly unless?: (taken: string) => boolean;
}

/** `Bearer` and `Basic` stand in sentences too: a token is what no such sentence goes on with. */
const isProse = (text: string): boolean =>
  /^(?:tokens?|auth\w*|access|credentials?|header|scheme|realm|type|is|or|and)[.,;:!?)\]]*$/i.test(text);
/** Of `Basic` there are more: what follows is a user and a password where it reads so, or is no word. */
const isWord = (text: string): boolean =>
  !/[\d+/=]|[a-z][A-Z]/.test(text) && !Buffer.from(text, 'base64').includes(':');

/**
 * Each is tried on each layer, and whatever any of them takes is taken: none needs to know of the others, nor of
 * escapes. Where it cannot be known how far something goes, it goes to the end of the word, or of the line.
 */
const RULES: readonly Rule[] = [
  // All of the query and the fragment of a URL. One without is passed over, or reading many would take their square.
  { takes: QUERY, pattern: /:\/\/[^\s?#"<>]*([?#][^\s"<>]*)?/dg },
  // Of a path, or behind a blank: a question mark ends a sentence only where nothing follows it.
  { takes: QUERY, pattern: /(\?(?:[\w$[~-]|[^\0-\x7F])[^\s"<>]*)/dg },
  { takes: QUERY, pattern: /([?#&][^\s"'`<>?#&=,;(){}|\\/]+=[^\s"<>]*)/dg },
  { takes: CREDENTIAL, pattern: /:\/\/([^\s/"<>]*)@/dg },
  { takes: CREDENTIAL, pattern: /:([^\s/@"<>\\]+)@|:[^\s/@"<>\\]+/dg },
  { takes: CREDENTIAL, pattern: /\bbearer[\s\0:=]+([^\s\0"'<>]+)/dgi, unless: isProse },
  { takes: CREDENTIAL, pattern: /\bbasic[\s\0:=]+([\w+/=-]+)/dgi, unless: isWord },
  // Headers, to the end of their quotes, or of the line.
  {
    takes: CREDENTIAL,
    pattern:
      /\b(?:authorization|cookie)["'\\\0]*\s*[:=]\s*(?:\\+"([^"\n]*)|"((?:[^"\\\n]|\\.)*)|'([^'\n]*)|([^\s"'\\][^\n]*))/dgi,
  },
  // Keys of Google's APIs, OAuth tokens and secrets, JWTs, private keys.
  { takes: CREDENTIAL, pattern: /(AIza[\w-]+|\bAQ\.Ab[\w-]+|ya29\.[\w.-]+|\b1\/\/0[\w-]+|GOCSPX-[\w-]+)/dg },
  { takes: CREDENTIAL, pattern: /(\beyJ[\w-]{8}[\w.-]*)/dg },
  { takes: CREDENTIAL, pattern: /(-----BEGIN [A-Z ]*PRIVATE KEY[^]*)/dg },
  // What is called a credential: by two words anywhere, by one where it is assigned or a member of an object.
  {
    takes: CREDENTIAL,
    pattern:
      /(?:(?:api|access|private|secret|client|refresh|session|auth)[-_]?(?:key|secret|token)|passw(?:or)?d|passphrase)["'\\\0]*\s*[:=]\s*[\\"'\0]*([^\s"'<>\\]+)/dgi,
  },
  {
    takes: CREDENTIAL,
    pattern:
      /(?:key|token|secret|sig|signature|credential)(?:=[\\"'\0]*|[\\"'\0]*:\s*\\*["'\0])([^\s"'<>\\]+)/dgi,
  },
];

/** A word that is cut in two may be half of a credential, which nothing tells from a word. */
const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const head = text.slice(0, max + 1);
  return head.slice(0, head.search(/\s\S*$/) + 1).trimEnd();
};

/** Marks what the rules take from a layer. */
const mark = ({ text, places }: Layer, marks: Uint8Array): void => {
  for (const { takes, pattern, unless } of RULES)
    for (const match of text.matchAll(pattern))
      for (const range of match.indices!.slice(1)) {
        if (range === undefined) continue;
        const [start] = range;
        let [, end] = range;
        if (unless?.(text.slice(start, end)) === true) continue;
        // A quote inside of a string of JSON: what escapes it is its own.
        if (text[end] === '"') while (end > start && text[end - 1] === '\\') end--;
        for (let place = places[start]!; place < places[end]!; place++) marks[place] ||= takes;
      }
};

/**
 * The text without the queries and fragments of URLs, and with `REDACTED` for users, passwords, headers, tokens and
 * keys, however they are escaped. What has none of them stays as it is.
 *
 * @param max characters that are read; of a longer text, the words that stand within them
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
  let told = '';
  for (let from = 0, to = 0; from < given.length; from = to) {
    const isTaken = marks[from] !== 0;
    for (to = from + 1; to < given.length && (marks[to] !== 0) === isTaken; to++);
    if (!isTaken) told += given.slice(from, to);
    else if (marks[from] === CREDENTIAL) told += 'REDACTED';
  }
  return told;
};
