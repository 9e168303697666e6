/** Replaces data in the URL paths of Google's APIs by templates: object names, document ids, email addresses. */

/** The facts about a request, client or server, that decide how its path is read. */
export interface Destination {
  /** Without a port. */
  readonly host: string;
  /** Whether one of Google's client libraries makes the request, or it goes to Google. */
  readonly isOfGoogle: boolean;
  /** Whether it is known to go to Cloud Storage, though host and path may not show that. */
  readonly isOfStorage: boolean;
  readonly captureObjectNames: boolean;
}

/** Labels in the host names of Cloud Storage, including regional hosts and those of Firebase. */
const SERVICES = new Set(['storage', 'firebasestorage', 'commondatastorage']);
const CONSOLE = 'storage.cloud.google.com';

/** The positions of such labels in a host. A bucket may precede the last of them, and be named like one itself. */
const servicesIn = (host: string): readonly number[] => {
  const name = host.toLowerCase();
  if (name === CONSOLE) return [0];
  if (!name.endsWith('.googleapis.com')) return [];
  return name.split('.').flatMap((label, place) => (SERVICES.has(label) ? [place] : []));
};

/** The path prefix of the JSON API, possibly after that of a gateway. Firebase has its own, and emulators have none. */
const JSON_API = /\/storage\/v\d\w*\/(?:b|projects)\/|^\/v0\/b\//;
const JSON_API_OF_EMULATOR = /^(?:\/upload)?\/(?:b|projects|channels)(?:\/|$)/;

const isStorage = (path: string, { host, isOfStorage }: Destination): boolean =>
  isOfStorage || servicesIn(host).length > 0 || JSON_API.test(path);

const isJsonApi = (path: string, { host }: Destination): boolean =>
  JSON_API.test(path) || (servicesIn(host).length === 0 && JSON_API_OF_EMULATOR.test(path));

/** What follows each word of the JSON API: a name, or a template for a person, a credential or a prefix of names. */
const AFTER: { readonly [word: string]: string } = {
  b: 'bucket',
  o: 'object',
  acl: '{entity}',
  defaultObjectAcl: '{entity}',
  hmacKeys: '{accessId}',
  managedFolders: '{managedFolder}',
  folders: '{folder}',
};

/** Words that follow an object's name in the JSON API. */
const OF_OBJECTS = new Set(['acl', 'rewriteTo', 'copyTo', 'moveTo', 'compose', 'restore']);

/**
 * A path of the JSON API: `/b/{bucket}/o/{object}/rewriteTo/b/{bucket}/o/{object}`. Slashes in names are normally
 * encoded. If not, the name ends at the next word of the API.
 */
const jsonPath = (path: string, captureObjectNames: boolean): string => {
  /** What the next segment is: a word of the API, the name of a bucket or object, or something to replace. */
  let next = 'word';
  return path
    .split('/')
    .flatMap((segment): string[] => {
      const now = next === 'more of an object' && OF_OBJECTS.has(segment) ? 'word' : next;
      if (now === 'object') {
        next = 'more of an object';
        return [captureObjectNames || segment === '' ? segment : '{object}'];
      }
      if (now === 'more of an object') return captureObjectNames ? [segment] : [];
      next = 'word';
      if (now !== 'word') return [now === 'bucket' || segment === '' ? segment : now];
      if (Object.hasOwn(AFTER, segment)) next = AFTER[segment]!;
      return [segment];
    })
    .join('/');
};

/** A path of the XML API. The bucket is in the host or first in the path; on hosts other than Google's, unknown. */
const xmlPath = (path: string, { host, captureObjectNames }: Destination): string => {
  if (captureObjectNames) return path;
  const isBucketInPath = servicesIn(host).at(-1) === 0;
  return isBucketInPath
    ? path.replace(/^(\/[^/]*\/).+$/s, '$1{object}')
    : path.replace(/^\/.+$/s, '/{object}');
};

const VERB = /:(?:runQuery|runAggregationQuery|partitionQuery|listCollectionIds|executePipeline)$/;

/** A path of Firestore's REST API, in which collections and documents alternate. */
const documentPath = (path: string): string | undefined => {
  const segments = path.split('/');
  const start = segments.findIndex(
    (segment, place) => segment === 'documents' && segments[place - 2] === 'databases',
  );
  if (start === -1) return undefined;
  return segments
    .map((segment, place) => {
      const isDocument = place > start && (place - start) % 2 === 0 && segment !== '';
      return isDocument ? `{document}${VERB.exec(segment)?.[0] ?? ''}` : segment;
    })
    .join('/');
};

const DOMAIN = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i;

/** Replaces `ada@example.com`, possibly followed by a verb of the API. A model version, `gemini@001`, has no domain. */
const withoutEmail = (segment: string): string => {
  const colon = segment.lastIndexOf(':');
  const [name, verb] = colon === -1 ? [segment, ''] : [segment.slice(0, colon), segment.slice(colon)];
  const [, domain] = name.split(/@|%40/i);
  return domain !== undefined && DOMAIN.test(domain) ? `{email}${verb}` : segment;
};

/** The API that a path belongs to, which decides how its query is redacted. */
export type Api = 'storage' | 'google' | 'other';

/** Replaces the data in a path. */
export const templated = (
  path: string,
  destination: Destination,
): { readonly path: string; readonly api: Api } => {
  const documents = documentPath(path);
  if (documents !== undefined) return { path: documents, api: 'google' };
  if (isStorage(path, destination)) {
    const { captureObjectNames } = destination;
    const found = isJsonApi(path, destination)
      ? jsonPath(path, captureObjectNames)
      : xmlPath(path, destination);
    return { path: found, api: 'storage' };
  }
  if (!destination.isOfGoogle) return { path, api: 'other' };
  return { path: path.split('/').map(withoutEmail).join('/'), api: 'google' };
};
