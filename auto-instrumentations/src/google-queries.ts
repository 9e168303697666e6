/**
 * Parameters of Google's APIs whose values are words and numbers of the API, or the names of projects, which the
 * plugins record too. All others hold what an application has chosen, or tokens in which that is encoded: prefixes,
 * filters, offsets, names of objects, addresses, pages.
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

/** Whether a parameter of a Google API may be recorded as it is. */
export const isPlain = (name: string): boolean => PLAIN.has(name.toLowerCase()) || PRECONDITION.test(name);
