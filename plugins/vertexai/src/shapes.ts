/**
 * What a server says of itself may be anything, for a proxy or a gateway can stand in for it. It is recorded where it
 * has the shape that such a thing has, and left out where it has not.
 */
const shape =
  (pattern: RegExp) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

/** A value of an enumeration: `PROHIBITED_CONTENT`. */
export const constant: (value: unknown) => string | undefined = shape(/^[A-Z][A-Z\d_]{0,63}$/);

/** The id of an answer, of a call of a tool. */
export const identifier: (value: unknown) => string | undefined = shape(/^[\w.:=-]{1,128}$/);

/** A model, or a version of one: `gemini-2.5-flash-001`, `gemini-1.5-pro@001`. */
export const modelVersion: (value: unknown) => string | undefined = shape(
  /^(?=.{1,128}$)\w[\w.:/-]*(?:@[\w-]+)?$/,
);

/** A number of tokens. */
export const count = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 ? value : undefined;
