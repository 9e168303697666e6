/** The metrics that the semantic conventions define for database clients. */
import type { Attributes } from '../plugin-api/attributes';
import type { Metric } from '../plugin-api/plugin';

const each = (): boolean => true;

/**
 * `db.client.operation.duration` and `db.client.response.returned_rows`.
 * https://opentelemetry.io/docs/specs/semconv/database/database-metrics/
 *
 * @param isTimed whether a call's duration is recorded. Exclude calls that measure the application's own work
 */
export const databaseMetrics = (isTimed: (start: Attributes) => boolean = each): readonly Metric[] => [
  {
    name: 'db.client.operation.duration',
    type: 'histogram',
    unit: 's',
    description: 'Duration of database client operations.',
    boundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    measure({ duration, start }, common, record) {
      if (isTimed(start)) record(duration, common);
    },
  },
  {
    name: 'db.client.response.returned_rows',
    type: 'histogram',
    unit: '{row}',
    description: 'The number of rows, documents or references that an operation returned.',
    boundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
    measure({ outcome }, common, record) {
      const rows = outcome?.['db.response.returned_rows'];
      if (typeof rows === 'number') record(rows, common);
    },
  },
];
