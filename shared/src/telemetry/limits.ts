/** Limits the size of attributes. */
import type { Attributes } from '../plugin-api/attributes';

/** Longer strings are truncated, because a backend would truncate them too, or reject the span. */
export const MAX_LENGTH = 16_384;
/** Longer lists are truncated. */
const MAX_ITEMS = 128;
/** The limit for metric attributes. It is lower because each combination of values is a time series. */
const MAX_LABEL = 256;

/** Whether a code unit is the first of a surrogate pair. */
const isHalf = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

/** Truncates a string that is too long, but never inside a surrogate pair, because backends reject halves. */
export const shortened = (text: string, max: number = MAX_LENGTH): string =>
  text.length > max ? text.slice(0, isHalf(text.charCodeAt(max - 1)) ? max - 1 : max) : text;

/**
 * Truncates values in place. Names, tags and messages come from users of the application, who must not decide how much
 * memory telemetry takes.
 *
 * @param structured attributes with JSON, which truncation would break
 */
export const limited = (attributes: Attributes, structured?: ReadonlySet<string>): Attributes => {
  // oxlint-disable-next-line guard-for-in -- they are plain objects, and this is on the hot path
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'string') {
      if (value.length > MAX_LENGTH && structured?.has(name) !== true) attributes[name] = shortened(value);
    } else if (typeof value === 'object' && exceeds(value))
      attributes[name] = value.slice(0, MAX_ITEMS).map((text) => shortened(text));
  }
  return attributes;
};

const exceeds = (list: readonly string[]): boolean =>
  list.length > MAX_ITEMS || list.some(({ length }) => length > MAX_LENGTH);

/** Truncates the attributes of a measurement. Copies them if needed, because the object may be shared. */
export const labels = (attributes: Attributes): Attributes => {
  let short = attributes;
  // oxlint-disable-next-line guard-for-in -- they are plain objects, and this is on the hot path
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'string' && value.length > MAX_LABEL)
      short = { ...short, [name]: shortened(value, MAX_LABEL) };
  }
  return short;
};
