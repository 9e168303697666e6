import type { Attributes, Description } from '@gcp-otel/shared';
import type { Firestore } from './client';

/** The longest summary that the conventions allow. */
const MAX_SUMMARY = 255;

/** The client reads it when it is made; it does not change afterwards. */
const UNIVERSE = process.env['GOOGLE_CLOUD_UNIVERSE_DOMAIN'] ?? 'googleapis.com';

const serverOf = ({ _settings: settings }: Firestore): string =>
  settings.servicePath ??
  settings.apiEndpoint ??
  settings.host ??
  `firestore.${settings.universeDomain ?? settings.universe_domain ?? UNIVERSE}`;

/** Listeners need a connection in both directions. */
const BIDIRECTIONAL: readonly string[] = ['listen', 'snapshot'];

const transportOf = ({ _settings: settings, _clientPool: pool }: Firestore, operation: string): string =>
  settings.preferRest === true && pool?.grpcEnabled !== true && !BIDIRECTIONAL.includes(operation)
    ? 'rest'
    : 'grpc';

/** `{project}|{database}`; without the project while the client does not know it. */
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

/** Descriptions of the calls of one client, by operation and collection. */
interface Described {
  /** As they were when these were made: `settings()` replaces them, the project may become known, a listener needs gRPC. */
  readonly settings: object;
  readonly project: string | undefined;
  readonly needsGrpc: boolean | undefined;
  readonly descriptions: Map<string, Map<string | undefined, Description>>;
}

const described = new WeakMap<Firestore, Described>();

/** Names of collections may be made up as well: of more than this many, and of longer ones, descriptions are not kept. */
const MAX_KEPT = 1000;
const MAX_LENGTH = 2000;

/** {@link describe}, for calls of which no more is known: the same object for each that says the same. */
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

/** The one collection of several paths, if it is one. */
export const commonCollection = (collections: Iterable<string | undefined>): string | undefined => {
  const [first, ...others] = new Set(collections);
  return others.length === 0 ? first : undefined;
};
