/**
 * Validates values from responses before they are recorded. A value with an unexpected format is left out: a user may
 * have chosen it, or a proxy may have put it there.
 */
const shape =
  (pattern: RegExp) =>
  (value: unknown): string | undefined => {
    const text = String(value);
    return pattern.test(text) ? text : undefined;
  };

const MEDIA_TYPE = /^[\w.+-]{1,64}\/[\w.+*-]{1,128}(?=\s*(?:;|$))/;

/** A media type without its parameters, which may contain a file name. */
export const mediaType = (value: unknown): string | undefined => {
  const text = String(value);
  if (!MEDIA_TYPE.test(text)) return undefined;
  const end = text.indexOf(';');
  return end === -1 ? text.trimEnd() : text.slice(0, end).trimEnd();
};

/** An enum value: `NEARLINE`. */
export const constant: (value: unknown) => string | undefined = shape(/^[A-Z][A-Z_]{0,63}$/);

export const generation: (value: unknown) => string | undefined = shape(/^\d{1,32}$/);

export const size = (value: unknown): number | undefined =>
  /^\d{1,15}$/.test(String(value)) ? Number(value) : undefined;
