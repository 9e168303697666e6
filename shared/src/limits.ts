import type { Attributes } from './plugin';

/** Longer texts are cut: a backend would do it, or refuse the span. */
const MAX_LENGTH = 16_384;
/** So are longer lists: nobody reads them. */
const MAX_ITEMS = 128;

export const shortened = (text: string): string =>
  text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text;

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
      attributes[name] = value.slice(0, MAX_ITEMS).map(shortened);
  }
  return attributes;
};

const exceeds = (list: readonly string[]): boolean =>
  list.length > MAX_ITEMS || list.some(({ length }) => length > MAX_LENGTH);
