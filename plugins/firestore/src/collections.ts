/** The collection name that spans and metrics record for a path or query: free of ids, and renamed by configuration. */
import { diag } from '@opentelemetry/api';
import type { Query, ResourcePath } from './client';
import { isGenerated } from './generated-ids';

/** The plugin option that names collections. */
export interface Naming {
  readonly collectionName?: (path: string) => string | undefined;
}

const MAX_KEPT = 1000;

const ids = new Map<string, string>();

/** A collection's id, or `{id}` if it looks like data: some applications have one collection for each user. */
const collectionId = (id: string): string => {
  const known = ids.get(id);
  if (known !== undefined) return known;
  const name = id.includes('@') || isGenerated(id, false) ? '{id}' : id;
  if (ids.size < MAX_KEPT && id.length <= MAX_KEPT) ids.set(id, name);
  return name;
};

/** A path without its document ids: `users/{id}/orders`. */
const pathTemplate = (segments: readonly string[]): string =>
  segments.map((segment, index) => (index % 2 === 0 ? collectionId(segment) : '{id}')).join('/');

type Name = NonNullable<Naming['collectionName']>;

/** Results of `collectionName`, which is called once for each path. */
const answers = new WeakMap<Name, Map<string, string | undefined>>();

const callNaming = (name: Name, path: string): string | undefined => {
  try {
    const answer: unknown = name(path);
    if (answer === undefined || typeof answer === 'string') return answer;
    diag.warn(`gcp-firestore: collectionName of the configuration returned a ${typeof answer}, not a string`);
  } catch (thrown) {
    diag.warn('gcp-firestore: collectionName of the configuration threw; mend that function', thrown);
  }
  // The option may be there to hide the path, so the path is not a fallback.
  return undefined;
};

const named = (path: string | undefined, { collectionName: name }: Naming): string | undefined => {
  if (name === undefined || path === undefined) return path;
  let known = answers.get(name);
  if (known === undefined) answers.set(name, (known = new Map()));
  if (known.has(path)) return known.get(path);
  const answer = callNaming(name, path);
  if (known.size < MAX_KEPT && path.length <= MAX_KEPT) known.set(path, answer);
  return answer;
};

/** The name of a collection group. */
export const collectionOfGroup = (id: string | undefined, naming: Naming): string | undefined =>
  named(id === undefined ? undefined : collectionId(id), naming);

const templateOf = ({ segments }: ResourcePath): string | undefined => {
  const [first] = segments;
  if (first === undefined) return undefined;
  if (segments.length <= 2) return collectionId(first);
  return pathTemplate(segments.length % 2 === 0 ? segments.slice(0, -1) : segments);
};

/** The collection of a document path or a collection path. `undefined` at the root. */
export const collectionOfPath = (path: ResourcePath, naming: Naming): string | undefined =>
  named(templateOf(path), naming);

/** The collection, or collection group, that a query reads. */
export const collectionOfQuery = ({ _queryOptions: options }: Query, naming: Naming): string | undefined => {
  const { parentPath, collectionId: id, allDescendants, kindless, filters } = options;
  if (allDescendants && !kindless) return collectionOfGroup(id, naming);
  // Recursive delete of a document matches every collection below it. Of a collection, it adds filters on the name.
  if (kindless && filters.length === 0) return collectionOfPath(parentPath, naming);
  const template =
    parentPath.segments.length === 0 ? collectionId(id) : pathTemplate([...parentPath.segments, id]);
  return named(template, naming);
};
