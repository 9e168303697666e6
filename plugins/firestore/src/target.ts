/** The attributes that all Firestore spans share: database, collection, operation and server. */
import type { Attributes, Description } from '@gcp-otel/shared';
import type { Firestore } from './client';

/** The maximum length that the semantic conventions give `db.query.summary`. */
const MAX_SUMMARY = 255;

/** A client reads this when it is constructed, and does not follow later changes. */
const UNIVERSE = process.env['GOOGLE_CLOUD_UNIVERSE_DOMAIN'] ?? 'googleapis.com';

const serverOf = ({ _settings: settings }: Firestore): string =>
  settings.servicePath ??
  settings.apiEndpoint ??
  settings.host ??
  `firestore.${settings.universeDomain ?? settings.universe_domain ?? UNIVERSE}`;

/** Listeners need a bidirectional stream, so they never use REST. */
const BIDIRECTIONAL: readonly string[] = ['listen', 'snapshot'];

const transportOf = ({ _settings: settings, _clientPool: pool }: Firestore, operation: string): string =>
  settings.preferRest === true && pool?.grpcEnabled !== true && !BIDIRECTIONAL.includes(operation)
    ? 'rest'
    : 'grpc';

/** `{project}|{database}`, without the project until the client knows it. */
export const namespaceOf = ({
  _projectId: project,
  _databaseId: database = '(default)',
}: Firestore): string => (project === undefined ? database : `${project}|${database}`);

/** What every span says: which database, which collection, which operation. */
export const describe = (
  firestore: Firestore,
  operation: string,
  collection: string | undefined,
): Description => {
  const { _settings: settings } = firestore;
  const name = (collection === undefined ? operation : `${operation} ${collection}`).slice(0, MAX_SUMMARY);
  const attributes: Attributes = {
    'db.system.name': 'gcp.firestore',
    'db.operation.name': operation,
    'db.query.summary': name,
    'db.namespace': namespaceOf(firestore),
    'server.address': serverOf(firestore),
  };
  if (collection !== undefined) attributes['db.collection.name'] = collection;
  if (settings.port !== undefined && settings.port !== 443) attributes['server.port'] = settings.port;
  const recordedAttributes: Attributes = {
    'gcp.client.service': 'firestore',
    'gcp.firestore.transport': transportOf(firestore, operation),
  };
  return { operation, target: collection, name, attributes, recordedAttributes };
};

/** Cached descriptions of one client, by operation and collection. */
interface Described {
  /** The cache is valid for these: `settings()` replaces them, the project may become known, a listener may need gRPC. */
  readonly settings: object;
  readonly project: string | undefined;
  readonly needsGrpc: boolean | undefined;
  readonly descriptions: Map<string, Map<string | undefined, Description>>;
}

const described = new WeakMap<Firestore, Described>();

/** Limits of the cache, because applications may generate collection names. */
const MAX_KEPT = 1000;
const MAX_LENGTH = 2000;

/** Like {@link describe}, but returns a shared object, to which callers must not add attributes. */
export const describeOnce = (
  firestore: Firestore,
  operation: string,
  collection: string | undefined,
): Description => {
  const { _settings: settings, _projectId: project } = firestore;
  const needsGrpc = firestore._clientPool?.grpcEnabled;
  let known = described.get(firestore);
  if (
    known === undefined ||
    known.settings !== settings ||
    known.project !== project ||
    known.needsGrpc !== needsGrpc
  )
    described.set(firestore, (known = { settings, project, needsGrpc, descriptions: new Map() }));
  let ofOperation = known.descriptions.get(operation);
  if (ofOperation === undefined) known.descriptions.set(operation, (ofOperation = new Map()));
  const before = ofOperation.get(collection);
  if (before !== undefined) return before;
  const description = describe(firestore, operation, collection);
  if (ofOperation.size < MAX_KEPT && (collection?.length ?? 0) <= MAX_LENGTH)
    ofOperation.set(collection, description);
  return description;
};

/** The collection that all paths share, if they do. */
export const commonCollection = (collections: Iterable<string | undefined>): string | undefined => {
  const [first, ...others] = new Set(collections);
  return others.length === 0 ? first : undefined;
};
