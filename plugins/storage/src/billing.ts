/** What Cloud Storage bills for a request: https://cloud.google.com/storage/pricing#operations-by-class */

export const CLASS_A = 'gcp.storage.billing.class_a';
export const CLASS_B = 'gcp.storage.billing.class_b';
const PAGES = 'gcp.storage.list.pages';
const REWRITES = 'gcp.storage.rewrite.count';

/** The attributes to increment for a successful request. The first row whose path matches applies. */
type Rules = readonly [path: RegExp, ...counted: string[]][];

/**
 * The billing class of each method of the JSON API, and the pages and rewrites to count. Free operations count nothing.
 * https://cloud.google.com/storage/pricing#operations-by-class
 */
const REQUESTS: { readonly [method: string]: Rules } = {
  GET: [
    [/^\/b\/[^/]+\/o(?:\?|$)/, CLASS_A, PAGES],
    [/^\/b(?:\?|$)/, CLASS_A, PAGES],
    [/^\/projects\/[^/]+\/hmacKeys(?:\?|$)/, CLASS_A, PAGES],
    [/^/, CLASS_B],
  ],
  POST: [
    // A resumable upload is one operation, however many requests it takes. Its last PUT is counted.
    [/^\/upload\/[^?]+\?(?:.*&)?uploadType=resumable/],
    // A rewrite is also one operation (note 1 of the price list). Requests after the first have a token.
    [/^\/b\/[^/]+\/o\/[^/]+\/rewriteTo\/[^?]*\?(?:.*&)?rewriteToken=/, REWRITES],
    [/^\/b\/[^/]+\/o\/[^/]+\/rewriteTo\//, CLASS_A, REWRITES],
    [/^\/channels\/stop/],
    [/^/, CLASS_A],
  ],
  PUT: [[/^/, CLASS_A]],
  PATCH: [[/^/, CLASS_A]],
  DELETE: [[/^\/b\/[^/]+\/(?:o\/[^/]+\/)?(?:acl|defaultObjectAcl|notificationConfigs)\//, CLASS_A]],
};

/** The attributes to increment for a successful request, by its path in the API. */
export const countedFor = (method: string, path: string): readonly string[] => {
  const [, ...counted] = REQUESTS[method]?.find(([pattern]) => pattern.test(path)) ?? [];
  return counted;
};

/** Only 307, 4xx and 5xx responses are free. A 304 for an unchanged object is billed. */
export const isBilled = (status: number): boolean => (status >= 200 && status < 300) || status === 304;
