import { dirname, join } from 'node:path';
import { sharedScripted } from '@gcp-otel/emulator-tests/emulators';
import type * as FirestoreClient from '@google-cloud/firestore';
import type { DocumentReference, Firestore, Query } from '@google-cloud/firestore';
import { startTelemetry, type SeenSpan } from '../../../shared/test/telemetry';
import { FirestoreInstrumentation } from '../src';

export type Client = typeof FirestoreClient;

const backend = sharedScripted('firestore');
Object.assign(process.env, backend.env);
const [host, port] = backend.host.split(':') as [string, string];

/** The transport of the client, which is not the client's to export. */
const pagedApiCaller = join(
  dirname(require.resolve('google-gax', { paths: [require.resolve('@google-cloud/firestore')] })),
  'paginationCalls/pagedApiCaller.js',
);

export const telemetry = startTelemetry();
export const plugin = new FirestoreInstrumentation();
export const client: Client = plugin.instrumentModule(require('@google-cloud/firestore') as Client);
plugin.instrumentModule(require(pagedApiCaller));

export const firestore: Firestore = new client.Firestore({ projectId: 'demo' });

const RunQuery = { timeout_millis: 5000 };

/** For streams that are left: the client does not cancel their requests, and `terminate` waits for their deadline of 300 s. */
export const impatient: Firestore = new client.Firestore({
  projectId: 'demo',
  clientConfig: { interfaces: { 'google.firestore.v1.Firestore': { methods: { RunQuery } } } },
});

/** The attributes that every span has. */
export const common = (operation: string, collection?: string, summary?: string) => ({
  'db.system.name': 'gcp.firestore',
  'db.namespace': 'demo|(default)',
  'db.operation.name': operation,
  'db.query.summary': summary ?? (collection === undefined ? operation : `${operation} ${collection}`),
  ...(collection !== undefined && { 'db.collection.name': collection }),
  'server.address': host,
  'server.port': Number(port),
  'gcp.client.service': 'firestore',
  'gcp.firestore.transport': 'grpc',
});

export const attribute = (attributes: object): object =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`gcp.firestore.${key}`, value]));
type Precision = 'exact' | 'at_least';
export const reads = (count: number, precision: Precision = 'exact') =>
  attribute({ 'billing.reads': count, 'billing.precision': precision });
export const rows = (count: number, precision: Precision = 'exact') => ({
  'db.response.returned_rows': count,
  ...reads(Math.max(1, count), precision),
});
export const text = (query: string) => ({ 'db.query.text': query });
export const writes = (kinds: { [kind: string]: number }) =>
  attribute(Object.fromEntries(Object.entries(kinds).map(([kind, count]) => [`writes.${kind}`, count])));

export const call = (operation: string, collection: string | undefined, ...more: object[]): SeenSpan => ({
  name: collection === undefined ? operation : `${operation} ${collection}`,
  kind: 'CLIENT',
  attributes: Object.assign(common(operation, collection), ...more),
  status: 'UNSET',
});
export const internal = (
  operation: string,
  collection: string | undefined,
  attributes: object,
  children: SeenSpan[],
): SeenSpan => ({
  ...call(operation, collection, attributes),
  kind: 'INTERNAL',
  ...(children.length > 0 && { children }),
});

export const users = () => firestore.collection('users');
export const orders = () => firestore.collection('users/u1/orders');
export const found = (documents: number, missing = 0) =>
  attribute({
    'documents.found': documents,
    'documents.missing': missing,
    'billing.reads': documents + missing,
    'billing.precision': 'exact',
  });
export const consumed = async (stream: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of stream);
};
export const plan = attribute({ 'explain.plan_summary': 'Collection (__name__ ASC)' });
export const analyzed = (readOperations: number) =>
  attribute({
    'explain.read_operations': readOperations,
    'explain.execution_duration': 0.006,
    'billing.reads': readOperations,
    'billing.precision': 'exact',
  });

/** Reads a stream up to a number of rows. */
export const left = async (query: Query, after: number): Promise<void> => {
  let read = 0;
  for await (const _ of query.stream() as AsyncIterable<unknown>) if (++read === after) break;
};

/** Listens until there were two snapshots. */
export const listened = (heard: DocumentReference | Query): Promise<void> =>
  new Promise((resolve, reject) => {
    let snapshots = 0;
    const unsubscribe = (heard as Query).onSnapshot(() => {
      if (++snapshots < 2) return;
      unsubscribe();
      setImmediate(resolve);
    }, reject);
  });
