/** Metrics: those of the database conventions, and the attempts of transactions. */
import { type Attributes, databaseMetrics, isStatus, type Metric } from '@gcp-otel/shared';

const SHARED = [
  'db.system.name',
  'db.namespace',
  'db.query.summary',
  'db.operation.name',
  'db.collection.name',
  'server.address',
  'server.port',
] as const;

/** The attributes that the semantic conventions list for database client metrics. */
export const metricAttributes = (start: Attributes, errorType: string | undefined): Attributes => {
  const attributes: Attributes = {};
  for (const name of SHARED) if (start[name] !== undefined) attributes[name] = start[name];
  if (errorType !== undefined) {
    attributes['error.type'] = errorType;
    if (isStatus(errorType)) attributes['db.response.status_code'] = errorType;
  }
  return attributes;
};

export const metrics: readonly Metric[] = [
  ...databaseMetrics(),
  {
    name: 'gcp.spanner.client.transaction.attempts',
    type: 'histogram',
    unit: '{attempt}',
    description: 'How often the function of a transaction was run.',
    boundaries: [1, 2, 3, 4, 5, 10, 20],
    measure({ attempts }, common, record) {
      if (attempts !== undefined) record(attempts, common);
    },
  },
];
