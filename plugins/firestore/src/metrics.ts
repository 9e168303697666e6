/** Metrics: those of the database conventions, and the operations that Firestore bills. */
import { type Attributes, databaseMetrics, isStatus, type Metric } from '@gcp-otel/shared';
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

type Record = Parameters<Metric['measure']>[2];

/** The fields that lead from a call's target to its client. */
interface OfClient {
  readonly _firestore?: Firestore;
  readonly _query?: OfClient;
  readonly db?: Firestore;
}

/** The namespace at the end of a call. The client learns its project only with its first call. */
const namespaceAtEnd = (target: unknown, start: Attributes): Attributes['db.namespace'] => {
  const { _firestore: firestore, _query: query, db } = Object(target) as OfClient;
  const client = firestore ?? query?._firestore ?? db ?? (target as Firestore);
  return client._projectId === undefined ? start['db.namespace'] : namespaceOf(client);
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
    measure({ start, outcome, target }, _common, record) {
      const precision = outcome?.[PRECISION];
      if (outcome === undefined || precision === undefined) return;
      const common: Attributes = {
        'db.operation.name': start['db.operation.name'],
        'db.namespace': namespaceAtEnd(target, start),
        [PRECISION]: precision,
      };
      const ofCall = start['db.collection.name'];
      bill(record, outcome['gcp.firestore.billing.reads'], 'read', ofCall, common);
      if (ofCall === undefined && isBatch(target))
        for (const [kind, collection] of billedWrites(target)) bill(record, 1, kind, collection, common);
      else {
        bill(record, outcome['gcp.firestore.billing.writes'], 'write', ofCall, common);
        bill(record, outcome['gcp.firestore.billing.deletes'], 'delete', ofCall, common);
      }
    },
  },
];

const bill = (
  record: Record,
  billed: unknown,
  kind: string,
  collection: unknown,
  common: Attributes,
): void => {
  if (typeof billed !== 'number' || billed === 0) return;
  const attributes: Attributes = { ...common, 'gcp.firestore.billing.kind': kind };
  if (typeof collection === 'string') attributes['db.collection.name'] = collection;
  record(billed, attributes);
};
