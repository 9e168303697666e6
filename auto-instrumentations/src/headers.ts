/** Reads headers in all formats that HTTP clients accept. */

/** The entries of headers that are an object, pairs, a flat list, or raw lines. */
const entriesOf = (headers: unknown): (readonly [name: unknown, value: unknown])[] => {
  if (typeof headers === 'string')
    return headers.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
  if (!Array.isArray(headers)) return Object.entries(Object(headers) as object);
  const list: readonly unknown[] = headers;
  if (Array.isArray(list[0])) return list as readonly (readonly [unknown, unknown])[] as [unknown, unknown][];
  return list.flatMap((name, place) => (place % 2 === 0 ? [[name, list[place + 1]] as const] : []));
};

/** The value of a header, by its name in lower case. The empty string if it has no value. */
export const headerIn = (headers: unknown, name: string): string | undefined => {
  const entry = entriesOf(headers).find(([key]) => String(key).toLowerCase() === name);
  if (entry === undefined) return undefined;
  const [, value] = entry;
  return Array.isArray(value) ? value.join(', ') : `${value as string | number}`;
};
