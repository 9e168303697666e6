/**
 * What a server tells of an object is recorded where it has the shape that such a thing has, and left out where it has
 * not: somebody has chosen it, or stands between.
 */
const shape =
  (pattern: RegExp) =>
  (value: unknown): string | undefined => {
    const text = String(value);
    return pattern.test(text) ? text : undefined;
  };

const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+*-]{1,128}(?=\s*(?:;|$))/;

/** A media type without its parameters, in which a file's name may stand. */
export const mediaType = (value: unknown): string | undefined => {
  const text = String(value);
  if (!MEDIA_TYPE.test(text)) return undefined;
  const end = text.indexOf(';');
  return end === -1 ? text.trimEnd() : text.slice(0, end).trimEnd();
};

/** A value of an enumeration: `NEARLINE`. */
export const constant: (value: unknown) => string | undefined = shape(/^[A-Z][A-Z_]{0,63}$/);

export const generation: (value: unknown) => string | undefined = shape(/^\d{1,32}$/);

export const size = (value: unknown): number | undefined =>
  /^\d{1,15}$/.test(String(value)) ? Number(value) : undefined;
