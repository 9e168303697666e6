import { shortened } from '@gcp-otel/shared';

/**
 * How much of what is said is recorded. Cloud Logging drops an entry of more than 256 KiB, with all that it says; so
 * a record is no larger than 200 KiB however it is exported, and nothing around it makes it too large.
 * https://cloud.google.com/logging/quotas#log-limits
 */
const RECORD = 200 * 1024;

/** Of these, for what is sent. What is answered has the rest, and what of this is left. */
export const SENT: number = 112 * 1024;
/** For the settings of a request. Names, ids, times and the scope take what is missing to the whole. */
const SETTINGS = 24 * 1024;
export const CONTENT: number = RECORD - SETTINGS - 12 * 1024;
/** For what a tool is given, and for what it gives. */
export const TOOL: number = 48 * 1024;

/**
 * The bytes of a text: in JSON, in the JSON of an exporter. It is as large on a span; in the structures of an event
 * and in other formats it is smaller.
 */
const bytesOf = (text: string): number =>
  text.length > RECORD ? Infinity : Buffer.byteLength(JSON.stringify(JSON.stringify(text)));

/** `{"doubleValue":},`, and the longest of the other names that OTLP gives to a value. */
const VALUE = 18;
/** `{"arrayValue":{"values":[]}},` and `{"kvlistValue":{"values":[]}},` */
const LIST = 31;
/** `{"key":,"value":},` */
const PAIR = 18;

/** The bytes that a value takes at the most, as OTLP's JSON or as a text on a span. It is one that JSON can say. */
export const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return bytesOf(value) + VALUE;
  if (typeof value !== 'object' || value === null) return String(value).length + VALUE;
  if (Array.isArray(value))
    return (value as unknown[]).reduce<number>((sum, item) => sum + sizeOf(item), LIST);
  return Object.entries(value).reduce((sum, [key, item]) => sum + bytesOf(key) + PAIR + sizeOf(item), LIST);
};

/** As much of the beginning of a text as fits, in whole characters, and a sign that it goes on. */
export const beginning = (text: string, room: number): string => {
  const left = room - bytesOf('\u2026');
  let [fits, exceeds] = [0, Math.min(text.length, Math.max(left, 0)) + 1];
  while (exceeds - fits > 1) {
    const middle = (fits + exceeds) >> 1;
    if (bytesOf(text.slice(0, middle)) <= left) fits = middle;
    else exceeds = middle;
  }
  return `${shortened(text, fits)}\u2026`;
};

/** What fits of a list, and what of it is missing. */
export interface Fitted<Item> {
  readonly items: Item[];
  readonly size: number;
  /** How many items are left out. */
  readonly dropped: number;
  readonly isCut: boolean;
}

type Shorten<Item> = (item: Item, room: number) => Item | undefined;

/** Of a list that is too long the first that fit; of the first that does not, its beginning. */
export const firstThatFit = <Item extends object>(
  given: readonly Item[],
  room: number,
  shorten: Shorten<Item>,
): Fitted<Item> => {
  const items: Item[] = [];
  let size = LIST;
  for (const item of given) {
    const own = sizeOf(item);
    const isWhole = size + own <= room;
    const kept = isWhole ? item : shorten(item, room - size);
    if (kept !== undefined) {
      items.push(kept);
      size += isWhole ? own : sizeOf(kept);
    }
    if (!isWhole) return { items, size, dropped: given.length - items.length, isCut: true };
  }
  return { items, size, dropped: 0, isCut: false };
};

/** Of a list that is too long the last that fit; the last of all is there, if only its beginning. */
export const lastThatFit = <Item extends object>(
  given: readonly Item[],
  room: number,
  shorten: Shorten<Item>,
): Fitted<Item> => {
  const isLast = (item: Item): boolean => item === given.at(-1);
  const fitted = firstThatFit(given.toReversed(), room, (item, left) =>
    isLast(item) ? shorten(item, left) : undefined,
  );
  return { ...fitted, items: fitted.items.toReversed() };
};

/** All of a list: where it is too long, of each that is longer than its part the beginning. */
export const partsThatFit = <Item extends object>(
  given: readonly Item[],
  room: number,
  shorten: Shorten<Item>,
): Fitted<Item> => {
  const whole = firstThatFit(given, room, () => undefined);
  if (!whole.isCut) return whole;
  const part = Math.floor((room - LIST) / given.length);
  const items = given.map((item) => (sizeOf(item) <= part ? item : (shorten(item, part) ?? item)));
  return { items, size: sizeOf(items), dropped: 0, isCut: true };
};

/** Settings as they are, or, where they are very long, with a part of each text. */
export const narrowed = <Settings extends object>(settings: Settings): Settings => {
  let narrow: unknown = settings;
  for (let max = 8192; sizeOf(narrow) > SETTINGS && max > 0; max >>= 1) narrow = shortTexts(settings, max);
  return narrow as Settings;
};

const shortTexts = (value: unknown, max: number): unknown => {
  if (typeof value === 'string') return shortened(value, max);
  if (Array.isArray(value)) return value.map((item) => shortTexts(item, max));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortTexts(item, max)]));
};
