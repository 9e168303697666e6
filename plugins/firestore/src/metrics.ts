/** Metrics: those of the database conventions, and the operations that Firestore bills. */
import { type Attributes, databaseMetrics, isStatus, type Measurement, type Metric } from '@gcp-otel/shared';
import { PRECISION } from './billing';
import type { Firestore } from './client';
import { namespaceOf } from './target';
import { billedWrites, isBatch } from './writes';

/** The attributes that the semantic conventions list for database client metrics. */
export const metricAttributes = (start: Attributes, errorType: string | undefined): Attributes => {
  const attributes: Attributes = {
    'db.system.name': start['db.system.name'],
    'db.operation.name': start['db.operation.name'],
    'db.query.summary': start['db.query.summary'],
    'db.namespace': start['db.namespace'],
    'server.address': start['server.address'],
  };
  if (start['db.collection.name'] !== undefined)
    attributes['db.collection.name'] = start['db.collection.name'];
  if (start['server.port'] !== undefined) attributes['server.port'] = start['server.port'];
  if (errorType !== undefined) {
    attributes['error.type'] = errorType;
    if (isStatus(errorType)) attributes['db.response.status_code'] = errorType;
  }
  return attributes;
};

type RecordValue = Parameters<Metric['measure']>[2];

/** The fields that lead from a call's target to its client. */
interface OfClient {
  readonly _firestore?: Firestore;
  readonly _query?: OfClient;
  readonly db?: Firestore;
}

/** The namespace at the end of a call. The client learns its project only with its first call. */
const namespaceAtEnd = (target: unknown, start: Attributes): Attributes['db.namespace'] => {
  const atStart = start['db.namespace'] as string | undefined;
  if (atStart?.includes('|') === true) return atStart;
  const { _firestore: firestore, _query: query, db } = Object(target) as OfClient;
  const client = firestore ?? query?._firestore ?? db ?? (target as Firestore);
  return namespaceOf(client);
};

const bill = (
  { start, outcome, target }: Measurement,
  record: RecordValue,
  billed: unknown,
  kind: string,
  collection: unknown,
): void => {
  if (typeof billed !== 'number' || billed === 0) return;
  const attributes: Attributes = {
    'db.collection.name': collection as string,
    'db.operation.name': start['db.operation.name'],
    'db.namespace': namespaceAtEnd(target, start),
    'gcp.firestore.billing.kind': kind,
    'gcp.firestore.billing.precision': outcome?.[PRECISION],
  };
  if (collection === undefined) delete attributes['db.collection.name'];
  record(billed, attributes);
};

/** A `snapshot` span measures the application's listener function, not a call to Firestore. */
const isCall = (start: Attributes): boolean => start['db.operation.name'] !== 'snapshot';

export const metrics: readonly Metric[] = [
  ...databaseMetrics(isCall),
  {
    name: 'gcp.firestore.client.billing.operations',
    type: 'counter',
    unit: '{operation}',
    description: 'The document reads, writes and deletes that Firestore bills, as far as a client knows.',
    bills: true,
    measure(ended, _common, record) {
      const { start, outcome, target } = ended;
      if (outcome?.[PRECISION] === undefined) return;
      const ofCall = start['db.collection.name'];
      bill(ended, record, outcome['gcp.firestore.billing.reads'], 'read', ofCall);
      if (ofCall === undefined && isBatch(target))
        for (const [kind, collection] of billedWrites(target)) bill(ended, record, 1, kind, collection);
      else {
        bill(ended, record, outcome['gcp.firestore.billing.writes'], 'write', ofCall);
        bill(ended, record, outcome['gcp.firestore.billing.deletes'], 'delete', ofCall);
      }
    },
  },
];
