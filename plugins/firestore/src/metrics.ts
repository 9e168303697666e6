/** Metrics: those of the database conventions, and the operations that Firestore bills. */
import { type Attributes, databaseMetrics, isStatus, type Metric } from '@gcp-otel/shared';
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

type Recorder = Parameters<Metric['measure']>[2];

const bill = (
  billed: unknown,
  kind: string,
  start: Attributes,
  collection: unknown,
  record: Recorder,
): void => {
  if (typeof billed !== 'number' || billed === 0) return;
  const namespace = start['db.namespace'];
  record(
    billed,
    typeof collection === 'string'
      ? { 'db.collection.name': collection, 'db.namespace': namespace, 'gcp.firestore.billing.kind': kind }
      : { 'db.namespace': namespace, 'gcp.firestore.billing.kind': kind },
  );
};

/** A `snapshot` span measures the application's listener function, not a call to Firestore. */
const isCall = (start: Attributes): boolean => start['db.operation.name'] !== 'snapshot';

export const metrics: readonly Metric[] = [
  ...databaseMetrics(isCall),
  {
    name: 'gcp.firestore.client.billing.operations',
    type: 'counter',
    unit: '{operation}',
    description: 'The document reads, writes and deletes that Firestore bills.',
    measure({ start, outcome, target }, _common, record) {
      if (outcome === undefined) return;
      const collection = start['db.collection.name'];
      bill(outcome['gcp.firestore.billing.reads'], 'read', start, collection, record);
      if (collection === undefined && isBatch(target))
        for (const [kind, writtenTo] of billedWrites(target)) bill(1, kind, start, writtenTo, record);
      else {
        bill(outcome['gcp.firestore.billing.writes'], 'write', start, collection, record);
        bill(outcome['gcp.firestore.billing.deletes'], 'delete', start, collection, record);
      }
    },
  },
];
