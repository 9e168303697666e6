/** What is known of a request, on either side of it. */
export interface Destination {
  /** Without a port. */
  readonly host: string;
  /** Of a request that one of Google's client libraries makes, or that goes to Google. */
  readonly isOfGoogle: boolean;
  /** Of a request to Cloud Storage that neither host nor path tell from others. */
  readonly isOfStorage: boolean;
  readonly captureObjectNames: boolean;
}

/** What the hosts of Cloud Storage have in their names, regional ones and those of Firebase included. */
const SERVICES = new Set(['storage', 'firebasestorage', 'commondatastorage']);
const CONSOLE = 'storage.cloud.google.com';

/** In which places a host names Cloud Storage: a bucket may stand before the last of them, and have such a name too. */
const servicesIn = (host: string): readonly number[] => {
  const name = host.toLowerCase();
  if (name === CONSOLE) return [0];
  if (!name.endsWith('.googleapis.com')) return [];
  return name.split('.').flatMap((label, place) => (SERVICES.has(label) ? [place] : []));
};

/** The JSON API's own prefix, also below a gateway's. Firebase has one of its own, and an emulator none. */
const JSON_API = /\/storage\/v\d\w*\/(?:b|projects)\/|^\/v0\/b\//;
const JSON_API_OF_EMULATOR = /^(?:\/upload)?\/(?:b|projects|channels)(?:\/|$)/;

const isStorage = (path: string, { host, isOfStorage }: Destination): boolean =>
  isOfStorage || servicesIn(host).length > 0 || JSON_API.test(path);

const isJsonApi = (path: string, { host }: Destination): boolean =>
  JSON_API.test(path) || (servicesIn(host).length === 0 && JSON_API_OF_EMULATOR.test(path));

/** What the JSON API has behind its words: with a template, a person, a credential, or the beginning of objects' names. */
const BEHIND: { readonly [word: string]: string } = {
  b: 'bucket',
  o: 'object',
  acl: '{entity}',
  defaultObjectAcl: '{entity}',
  hmacKeys: '{accessId}',
  managedFolders: '{managedFolder}',
  folders: '{folder}',
};

/** What the JSON API does with an object is named behind its name. */
const OF_OBJECTS = new Set(['acl', 'rewriteTo', 'copyTo', 'moveTo', 'compose', 'restore']);

/**
 * A path of the JSON API: `/b/{bucket}/o/{object}/rewriteTo/b/{bucket}/o/{object}`. Names have their slashes encoded;
 * one that has not goes on until the next word of the API.
 */
const jsonPath = (path: string, captureObjectNames: boolean): string => {
  /** What the segment is: a word of the API, the name of a bucket, of an object, or what a template stands for. */
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
      if (Object.hasOwn(BEHIND, segment)) next = BEHIND[segment]!;
      return [segment];
    })
    .join('/');
};

/** A path of the XML API, where the bucket is in the host or comes first. Of a host that is not Google's nobody knows. */
const xmlPath = (path: string, { host, captureObjectNames }: Destination): string => {
  if (captureObjectNames) return path;
  const isBucketInPath = servicesIn(host).at(-1) === 0;
  return isBucketInPath
    ? path.replace(/^(\/[^/]*\/).+$/s, '$1{object}')
    : path.replace(/^\/.+$/s, '/{object}');
};

const VERB = /:(?:runQuery|runAggregationQuery|partitionQuery|listCollectionIds|executePipeline)$/;

/** A path of Firestore's REST interface: collections and documents take turns. */
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

/** `ada@example.com`, alone or with a verb of the API behind it. A version of a model has no domain: `gemini@001`. */
const withoutEmail = (segment: string): string => {
  const colon = segment.lastIndexOf(':');
  const [name, verb] = colon === -1 ? [segment, ''] : [segment.slice(0, colon), segment.slice(colon)];
  const [, domain] = name.split(/@|%40/i);
  return domain !== undefined && DOMAIN.test(domain) ? `{email}${verb}` : segment;
};

/** Whose path it is: what may stand in its query depends on that. */
export type Api = 'storage' | 'google' | 'other';

/** A path without what is data in it. */
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
