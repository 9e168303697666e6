import type { Documented } from './documented.ts';

/** A collection's path, its document ids templated: `users/{id}/orders`. */
const collection = String.raw`[^/]+(?:/\{id\}/[^/]+)*`;
const named = (operations: string, kind: 'CLIENT' | 'INTERNAL', target = ` ${collection}`) =>
  operations.split('|').map((operation) => ({ name: new RegExp(`^${operation}${target}$`), kind }));
/** Without a target when the call concerns several collections, or none. */
const optionalTarget = `(?: ${collection})?`;

/** What `@gcp-otel/instrumentation-firestore` documents. */
export const documented: Documented = {
  scope: '@gcp-otel/instrumentation-firestore',
  span: 'span.db.client',
  spanNames: [
    ...named('get|create|set|update|delete|add|count|aggregate|find_nearest|explain|listen', 'CLIENT'),
    ...named('list_documents|partition_query', 'CLIENT'),
    ...named('get_all|query|list_collections|pipeline', 'CLIENT', optionalTarget),
    ...named('BATCH', 'CLIENT', `(?: (?:create|set|update|delete))?${optionalTarget}`),
    ...named('commit|rollback', 'CLIENT', ''),
    ...named('snapshot', 'INTERNAL'),
    ...named('transaction', 'INTERNAL', ''),
    ...named('recursive_delete', 'INTERNAL'),
  ],
  required: [
    'db.namespace',
    'db.operation.name',
    'db.query.summary',
    'server.address',
    'gcp.client.service',
    'gcp.firestore.transport',
  ],
  attributes: {
    'gcp.firestore.billing.deletes': 'int',
    'gcp.firestore.billing.kind': 'string',
    'gcp.firestore.billing.precision': 'string',
    'gcp.firestore.billing.reads': 'int',
    'gcp.firestore.billing.writes': 'int',
    'gcp.firestore.bulk_writer.failed': 'int',
    'gcp.firestore.bulk_writer.retries': 'int',
    'gcp.firestore.documents.deleted': 'int',
    'gcp.firestore.documents.found': 'int',
    'gcp.firestore.documents.missing': 'int',
    'gcp.firestore.documents.requested': 'int',
    'gcp.firestore.explain.execution_duration': 'double',
    'gcp.firestore.explain.plan_summary': 'string',
    'gcp.firestore.explain.read_operations': 'int',
    'gcp.firestore.listen.changes': 'int',
    'gcp.firestore.listen.size': 'int',
    'gcp.firestore.pages': 'int',
    'gcp.firestore.partitions': 'int',
    'gcp.firestore.transaction.attempts': 'int',
    'gcp.firestore.transaction.max_attempts': 'int',
    'gcp.firestore.transaction.read_only': 'boolean',
    'gcp.firestore.transport': 'string',
    'gcp.firestore.vector.distance_measure': 'string',
    'gcp.firestore.vector.limit': 'int',
    'gcp.firestore.writes.create': 'int',
    'gcp.firestore.writes.delete': 'int',
    'gcp.firestore.writes.set': 'int',
    'gcp.firestore.writes.update': 'int',
  },
  values: { 'db.system.name': ['gcp.firestore'] },
  patterns: {
    'db.collection.name': new RegExp(`^${collection}$`),
    'db.system.name': /^gcp\.firestore$/,
    'gcp.client.service': /^firestore$/,
    'gcp.firestore.billing.kind': /^(?:read|write|delete)$/,
    'gcp.firestore.billing.precision': /^(?:exact|at_least)$/,
    'gcp.firestore.transport': /^(?:grpc|rest)$/,
  },
  events: { retry: ['error.type', 'gcp.firestore.transaction.attempts'] },
  metrics: {
    'gcp.firestore.client.billing.operations': {
      instrument: 'counter',
      unit: '{operation}',
      attributes: {
        'gcp.firestore.billing.kind': 'required',
        'gcp.firestore.billing.precision': 'required',
        'db.operation.name': 'required',
        'db.collection.name': 'recommended',
        'db.namespace': 'recommended',
      },
    },
  },
};
