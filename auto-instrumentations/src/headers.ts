/** Headers as the many ways to make a request have them: an object, pairs, a flat list, or the lines themselves. */
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

/** The value of a header, whose name is given in lower case; the empty string for one that is there without a value. */
export const headerIn = (headers: unknown, name: string): string | undefined => {
  const found = entriesOf(headers).find(([given]) => String(given).toLowerCase() === name);
  if (found === undefined) return undefined;
  const [, value] = found;
  return Array.isArray(value) ? value.join(', ') : `${value as string | number}`;
};
