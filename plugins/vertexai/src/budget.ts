/** Limits recorded content to a number of bytes, and shortens lists, texts and settings to fit. */
import { shortened } from '@gcp-otel/shared';

/**
 * The maximum size of a record, in bytes, in any export format. Cloud Logging drops an entry of more than 256 KiB
 * entirely, and the record is only a part of the entry.
 * https://cloud.google.com/logging/quotas#log-limits
 */
const RECORD = 200 * 1024;

/** The share of the request's content. The response gets the rest, including what the request does not use. */
export const SENT: number = 112 * 1024;
/** The share of the request's settings. The remainder of the record is for names, ids, times and the scope. */
const SETTINGS = 24 * 1024;
export const CONTENT: number = RECORD - SETTINGS - 12 * 1024;
/** The limit for the arguments of a tool, and for its result. */
export const TOOL: number = 48 * 1024;

/**
 * The bytes of a text in its largest form: JSON inside the JSON of an exporter, as on a span. In the structured values
 * of an event and in other formats it is smaller.
 */
const bytesOf = (text: string): number =>
  text.length > RECORD ? Infinity : Buffer.byteLength(JSON.stringify(JSON.stringify(text)));

/** `{"doubleValue":},` is the longest wrapper that OTLP puts around a value. */
const VALUE = 18;
/** `{"arrayValue":{"values":[]}},` and `{"kvlistValue":{"values":[]}},` */
const LIST = 31;
/** `{"key":,"value":},` */
const PAIR = 18;

/** The maximum bytes of a value, as OTLP JSON or as a string on a span. It must be a JSON value. */
export const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return bytesOf(value) + VALUE;
  if (typeof value !== 'object' || value === null) return String(value).length + VALUE;
  if (Array.isArray(value))
    return (value as unknown[]).reduce<number>((sum, item) => sum + sizeOf(item), LIST);
  return Object.entries(value).reduce((sum, [key, item]) => sum + bytesOf(key) + PAIR + sizeOf(item), LIST);
};

/** Truncates a text to the given bytes, at a character boundary, and appends an ellipsis. */
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

/** The items of a list that fit, and how much is missing. */
export interface Fitted<Item> {
  readonly items: Item[];
  readonly size: number;
  /** The number of items that are left out. */
  readonly dropped: number;
  readonly isCut: boolean;
}

type Shorten<Item> = (item: Item, room: number) => Item | undefined;

/** The first items that fit. The next one is shortened if possible, and all others are left out. */
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

/** The last items that fit. If not even the last item fits, it is shortened. */
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

/** All items. If they do not fit, each item that exceeds an equal share is shortened. */
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

/** Settings, with their texts truncated if the settings are too long. */
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
