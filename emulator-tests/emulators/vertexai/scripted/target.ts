/** The target of a request, without project, location and publisher. */
export interface Target {
  /** `/models/gemini-x:generateContent` */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Whether it is a request of Vertex AI, and not of the Gemini API. They are nearly the same. */
  readonly vertex: boolean;
  /** Whether it is about a publisher's models, and not those of the project. */
  readonly published: boolean;
  /** `projects/p/locations/l`, or empty. */
  readonly parent: string;
}

/**
 * `/v1beta1/projects/p/locations/l/publishers/google/models/m:predict`, `/v1/models/m:embedContent`. Vertex AI's keys without a
 * project ("express mode") only allow publishers' models; all other requests are below a project and a location.
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
