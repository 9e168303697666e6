/** What ids look like that a library or a provider makes up. Few words look so. */
const GENERATED: readonly RegExp[] = [
  // Firestore's own ids and Firebase's uids.
  /^(?:[A-Za-z\d]{20}|[A-Za-z\d]{28})$/,
  // Hexadecimal: MongoDB's ObjectId, hashes, and UUIDs with hyphens and without.
  /^(?:[a-f\d]{16,}|[A-F\d]{16,})$/,
  /^[a-fA-F\d]{8}(?:-[a-fA-F\d]{4}){3}-[a-fA-F\d]{12}$/,
  // ULID, cuid and cuid2, nanoid.
  /^[0-7][\dA-HJKMNP-TV-Z]{25}$/i,
  /^(?=(?:\D*\d){3})[a-z][a-z\d]{23,24}$/,
  /^(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[\w-]{21}$/,
  // A provider's prefix, and what follows it: auth0_5f7c8ec7c33c6c004bbafe82, U024BE7LH.
  /^[a-z\d]+[_|-][a-f\d]{16,}$/i,
  /^[A-Z](?=\D*\d\D*\d)[A-Z\d]{7,}$/,
];
const DIGIT = /\d/;
/** A name with a number: `shippingAddressLine2`. */
const NUMBERED = /^[A-Za-z_]+\d{1,2}$/;

/** Firestore's and Firebase's ids may have no digit: where nobody writes a long name by hand, they are ids then too. */
const LETTERS = /^(?:[A-Za-z]{20}|[A-Za-z]{28})$/;

/**
 * Whether a library or a provider has made up a name: then it is data, and no name of the application's.
 *
 * @param isKey whether it is a key of a map, which often is an id. Any other name is one only if it has a digit
 */
export const isGenerated = (name: string, isKey: boolean): boolean => {
  if (name.length > 8 && DIGIT.test(name) && (isKey || !NUMBERED.test(name)))
    return GENERATED.some((pattern) => pattern.test(name));
  return isKey && LETTERS.test(name);
};
