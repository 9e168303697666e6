import type { Documented } from './documented.ts';

/** A table, perhaps in a named schema. */
const table = String.raw`[\w.]+`;
const named = (operations: string, kind: 'CLIENT' | 'INTERNAL', target = '') =>
  operations.split('|').map((operation) => ({ name: new RegExp(`^${operation}${target}$`), kind }));

/** What a statement's summary begins with; what follows is the conventions' to say, and has no place for a literal. */
const statement = String.raw`(?: [\w.@$\x60"]+)*`;

const administration = [
  'update_schema|create_table|get_schema|drop_table',
  'create_database|get_database|list_databases|update_database|delete_database|restore_database',
  'get_iam_policy|set_iam_policy|list_database_roles|list_operations|list_sessions',
  'create_backup|copy_backup|get_backup|list_backups|update_backup|delete_backup',
  'create_instance|get_instance|list_instances|update_instance|delete_instance',
  'create_instance_config|get_instance_config|list_instance_configs',
].join('|');

/** What `@gcp-otel/instrumentation-spanner` documents. */
export const documented: Documented = {
  scope: '@gcp-otel/instrumentation-spanner',
  span: 'span.db.client',
  spanNames: [
    ...named('SELECT|INSERT|UPDATE|DELETE', 'CLIENT', statement),
    ...named('BATCH', 'CLIENT', statement),
    ...named('read|partition_read|insert|update|upsert|replace|delete_rows', 'CLIENT', ` ${table}`),
    ...named('commit|rollback|begin|write|batch_write', 'CLIENT'),
    ...named('partition_query|execute_partition', 'CLIENT'),
    ...named('transaction', 'INTERNAL'),
    ...named(administration, 'CLIENT', `(?: ${table})?`),
  ],
  required: ['server.address', 'gcp.client.service'],
  attributes: {
    'gcp.spanner.batch_write.failed_groups': 'int',
    'gcp.spanner.commit.mutations': 'int',
    'gcp.spanner.isolation_level': 'string',
    'gcp.spanner.mutations': 'int',
    'gcp.spanner.partitions': 'int',
    'gcp.spanner.query.cpu_time': 'double',
    'gcp.spanner.query.elapsed_time': 'double',
    'gcp.spanner.read_lock_mode': 'string',
    'gcp.spanner.request.id': 'string',
    'gcp.spanner.request.priority': 'string',
    'gcp.spanner.request.tag': 'string',
    'gcp.spanner.rows.affected': 'int',
    'gcp.spanner.rows.affected_exact': 'boolean',
    'gcp.spanner.session.multiplexed': 'boolean',
    'gcp.spanner.timestamp_bound': 'string',
    'gcp.spanner.transaction.attempts': 'int',
    'gcp.spanner.transaction.tag': 'string',
    'gcp.spanner.transaction.type': 'string',
  },
  values: { 'db.system.name': ['gcp.spanner'] },
  patterns: {
    'db.collection.name': new RegExp(`^${table}$`),
    'db.system.name': /^gcp\.spanner$/,
    'db.namespace': /^[^|/]+(?:\|[^|/]+){0,2}$/,
    'gcp.client.service': /^spanner$/,
    'gcp.spanner.isolation_level': /^(?:SERIALIZABLE|REPEATABLE_READ)$/,
    'gcp.spanner.read_lock_mode': /^(?:PESSIMISTIC|OPTIMISTIC)$/,
    'gcp.spanner.request.priority': /^PRIORITY_(?:LOW|MEDIUM|HIGH)$/,
    'gcp.spanner.timestamp_bound':
      /^(?:strong|exact_staleness|max_staleness|min_read_timestamp|read_timestamp)$/,
    'gcp.spanner.transaction.type': /^(?:single_use|read_only|read_write|partitioned_dml|blind_write)$/,
  },
  events: { retry: ['error.type', 'gcp.spanner.transaction.attempts'] },
  metrics: {
    'gcp.spanner.client.transaction.attempts': {
      instrument: 'histogram',
      unit: '{attempt}',
      attributes: {
        'db.system.name': 'recommended',
        'db.namespace': 'recommended',
        'db.operation.name': 'recommended',
        'db.query.summary': 'recommended',
        'error.type': 'recommended',
        'db.response.status_code': 'recommended',
        'server.address': 'recommended',
        'server.port': 'recommended',
      },
    },
  },
};
