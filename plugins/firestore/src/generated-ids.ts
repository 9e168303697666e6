/** Tells generated ids, which are data, from names that the application chose. */

/** Formats of ids that libraries and providers generate. Few words match them. */
const GENERATED: readonly RegExp[] = [
  // Firestore ids and Firebase uids.
  /^(?:[A-Za-z\d]{20}|[A-Za-z\d]{28})$/,
  // Hexadecimal: MongoDB ObjectIds, hashes, and UUIDs with or without hyphens.
  /^(?:[a-f\d]{16,}|[A-F\d]{16,})$/,
  /^[a-fA-F\d]{8}(?:-[a-fA-F\d]{4}){3}-[a-fA-F\d]{12}$/,
  // ULID, cuid and cuid2, nanoid.
  /^[0-7][\dA-HJKMNP-TV-Z]{25}$/i,
  /^(?=(?:\D*\d){3})[a-z][a-z\d]{23,24}$/,
  /^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[\w-]{21}$/,
  // A provider's prefix and an id: auth0_5f7c8ec7c33c6c004bbafe82, U024BE7LH.
  /^[a-z\d]+[_|-][a-f\d]{16,}$/i,
  /^[A-Z](?=\D*\d\D*\d)[A-Z\d]{7,}$/,
];
const DIGIT = /\d/;
/** A name with a number: `shippingAddressLine2`. */
const NUMBERED = /^[A-Za-z_]+\d{1,2}$/;

/** Firestore and Firebase ids may lack digits. Those are recognized only in map keys: people do not write keys this long. */
const LETTERS = /^(?:[A-Za-z]{20}|[A-Za-z]{28})$/;

/**
 * Whether a library or a provider generated the name. It is then data, not one of the application's names.
 *
 * @param isKey whether the name is a map key; keys are often ids. Any other name counts as an id only if it has a digit
 */
export const isGenerated = (name: string, isKey: boolean): boolean => {
  if (name.length > 8 && DIGIT.test(name) && (isKey || !NUMBERED.test(name)))
    return GENERATED.some((pattern) => pattern.test(name));
  return isKey && LETTERS.test(name);
};
