/**
 * Validates values from responses before they are recorded. A proxy or gateway may send anything; values with an
 * unexpected format are left out.
 */
const shape =
  (pattern: RegExp) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

/** An enum value: `PROHIBITED_CONTENT`. */
export const constant: (value: unknown) => string | undefined = shape(/^[A-Z][A-Z\d_]{0,63}$/);

/** The id of a response or of a tool call. */
export const identifier: (value: unknown) => string | undefined = shape(/^[\w.:=-]{1,128}$/);

/** A model, or a version of one: `gemini-2.5-flash-001`, `gemini-1.5-pro@001`. */
export const modelVersion: (value: unknown) => string | undefined = shape(
  /^(?=.{1,128}$)\w[\w.:/-]*(?:@[\w-]+)?$/,
);

/** A number of tokens. */
export const count = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && value < Infinity ? value : undefined;
