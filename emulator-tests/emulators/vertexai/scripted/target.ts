/** Where a request goes, without what says only whose it is. */
export interface Target {
  /** `/models/gemini-x:generateContent` */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Vertex AI's, and not the Gemini API's. They speak nearly the same. */
  readonly vertex: boolean;
  /** It is about a publisher's models, not the project's own. */
  readonly published: boolean;
  /** `projects/p/locations/l`, or nothing. */
  readonly parent: string;
}

/**
 * `/v1beta1/projects/p/locations/l/publishers/google/models/m:predict`, `/v1/models/m:embedContent`. Vertex AI's keys without a
 * project (its "express mode") know publishers only; what its clients ask for besides is below a project and a location.
 */
const prefix =
  /^\/v1(?:beta1?|alpha)?(?:\/(?<parent>projects\/[^/]+\/locations\/[^/]+))?(?:\/(?<publisher>publishers\/[^/]+))?(?=\/)/;

export function targetOf(url: string): Target {
  const [whole = '', query = ''] = url.split('?', 2);
  const { parent = '', publisher } = prefix.exec(whole)?.groups ?? {};
  return {
    path: whole.replace(prefix, ''),
    query: new URLSearchParams(query),
    vertex: Boolean(parent || publisher),
    published: publisher !== undefined,
    parent,
  };
}
