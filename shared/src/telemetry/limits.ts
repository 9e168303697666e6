import type { Attributes } from '../plugin-api/attributes';

/** Longer texts are cut: a backend would do it, or refuse the span. */
export const MAX_LENGTH = 16_384;
/** So are longer lists: nobody reads them. */
const MAX_ITEMS = 128;
/** The values of a metric's attributes are shorter: each combination of them is a series of its own. */
const MAX_LABEL = 256;

/** Whether a code unit is the first half of a character that has two. */
const isHalf = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

/** The beginning of a text that is too long. Half of a character is none, and no backend takes it. */
export const shortened = (text: string, max: number = MAX_LENGTH): string =>
  text.length > max ? text.slice(0, isHalf(text.charCodeAt(max - 1)) ? max - 1 : max) : text;

/**
 * Cuts what is too long, in place. Names, tags and messages come from whoever uses the application: none of them
 * decides how much memory their telemetry takes.
 *
 * @param structured attributes that are no texts, but JSON: a part of it is none
 */
export const limited = (attributes: Attributes, structured?: ReadonlySet<string>): Attributes => {
  // oxlint-disable-next-line guard-for-in -- they are plain objects, and this is on the way of each call
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

/** The attributes of a measurement, with what is too long for them cut. What is given may be shared: it stays as it is. */
export const labels = (attributes: Attributes): Attributes => {
  let short = attributes;
  // oxlint-disable-next-line guard-for-in -- as above
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'string' && value.length > MAX_LABEL)
      short = { ...short, [name]: shortened(value, MAX_LABEL) };
  }
  return short;
};
