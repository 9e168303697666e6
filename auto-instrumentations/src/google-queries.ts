/** Decides which query parameters of Google's APIs are safe to record. */

/**
 * Parameters whose values are words and numbers of the API, or names of projects, which the plugins record too. All
 * others contain the application's data, or tokens that encode it: prefixes, filters, offsets, object names, email
 * addresses, pages.
 */
const PLAIN = new Set(
  [
    [
      'alt',
      '$alt',
      'fields',
      '$fields',
      'prettyPrint',
      'projection',
      'view',
      'maxResults',
      'pageSize',
      'max-keys',
    ],
    ['uploadType', 'upload_protocol', 'partNumber', 'list-type', 'encoding-type', 'encryptionAlgorithm'],
    ['project', 'userProject', 'permissions', 'optionsRequestedPolicyVersion', 'overrideUnlockedRetention'],
    ['versions', 'softDeleted', 'includeTrailingDelimiter', 'includeFoldersAsPrefixes', 'showDeletedKeys'],
    ['predefinedAcl', 'destinationPredefinedAcl', 'predefinedDefaultObjectAcl', 'enableObjectRetention'],
    ['generation', 'sourceGeneration', 'copySourceAcl', 'state', 'recursive', 'showMissing', 'allowMissing'],
    ['X-Goog-Algorithm', 'X-Goog-Date', 'X-Goog-Expires', 'X-Goog-SignedHeaders', 'Expires'],
  ]
    .flat()
    .map((name) => name.toLowerCase()),
);

const PRECONDITION = /^if(?:source)?(?:meta)?generation(?:not)?match$/i;

/** Whether a parameter of a Google API may be recorded unchanged. */
export const isPlain = (name: string): boolean => PLAIN.has(name.toLowerCase()) || PRECONDITION.test(name);
