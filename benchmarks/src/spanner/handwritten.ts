import { metrics, SpanKind, trace } from '@opentelemetry/api';
import { databaseMetrics, failed, HANDWRITTEN } from '../handwritten.ts';
import { type Found, type Query, QUERY } from './library.ts';

interface Queried {
  run(query: Query): Promise<Found>;
}

interface Started extends Queried {
  commit(): Promise<readonly [object]>;
}

interface Transactional {
  runTransactionAsync(run: (transaction: Started) => Promise<void>): Promise<void>;
}

/** Hand-written tracing and metrics of an application. Every name is a literal where it is used. */
export const handwritten = () => {
  const tracer = trace.getTracer(HANDWRITTEN);
  const meter = metrics.getMeter(HANDWRITTEN);
  const { duration, returnedRows } = databaseMetrics(meter);
  const attempts = meter.createHistogram('gcp.spanner.client.transaction.attempts', {
    unit: '{attempt}',
    advice: { explicitBucketBoundaries: [1, 2, 3, 4, 5, 10, 20] },
  });

  const recordQuery = (startedAt: number, rows: number | undefined): void => {
    const common = {
      'db.system.name': 'gcp.spanner',
      'db.namespace': 'shop|eu|orders',
      'db.query.summary': 'SELECT users',
      'server.address': 'spanner.googleapis.com',
    };
    if (rows !== undefined) returnedRows.record(rows, common);
    duration.record((performance.now() - startedAt) / 1000, common);
  };

  const commit = (transaction: Started): Promise<readonly [object]> =>
    tracer.startActiveSpan(
      'commit',
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'db.system.name': 'gcp.spanner',
          'db.namespace': 'shop|eu|orders',
          'db.operation.name': 'commit',
          'db.query.summary': 'commit',
          'server.address': 'spanner.googleapis.com',
          'gcp.client.service': 'spanner',
          'gcp.spanner.transaction.type': 'read_write',
          'gcp.spanner.session.multiplexed': true,
        },
      },
      async (span) => {
        const startedAt = performance.now();
        try {
          const response = await transaction.commit();
          span.setAttribute('gcp.spanner.request.id', '1.0000000000000001.1.1.1.1');
          return response;
        } catch (error) {
          failed(span, error);
          throw error;
        } finally {
          span.end();
          duration.record((performance.now() - startedAt) / 1000, {
            'db.system.name': 'gcp.spanner',
            'db.namespace': 'shop|eu|orders',
            'db.operation.name': 'commit',
            'db.query.summary': 'commit',
            'server.address': 'spanner.googleapis.com',
          });
        }
      },
    );

  /** A query with its span, its text, its rows and its metrics. */
  const run = (target: Queried, transaction: object): Promise<Found> =>
    tracer.startActiveSpan(
      'SELECT users',
      {
        kind: SpanKind.CLIENT,
        attributes: {
          'db.system.name': 'gcp.spanner',
          'db.namespace': 'shop|eu|orders',
          'db.query.summary': 'SELECT users',
          'server.address': 'spanner.googleapis.com',
          'gcp.client.service': 'spanner',
          ...transaction,
        },
      },
      async (span) => {
        const startedAt = performance.now();
        let rows: number | undefined;
        try {
          span.setAttribute('db.query.text', QUERY.sql);
          const found = await target.run(QUERY);
          rows = found[0].length;
          span.setAttributes({
            'db.response.returned_rows': rows,
            'gcp.spanner.request.id': '1.0000000000000001.1.1.1.1',
          });
          return found;
        } catch (error) {
          failed(span, error);
          throw error;
        } finally {
          span.end();
          recordQuery(startedAt, rows);
        }
      },
    );

  return {
    /** `database.run` with its span and its metrics. */
    runQuery: (database: Queried): Promise<Found> =>
      run(database, { 'gcp.spanner.transaction.type': 'single_use' }),

    /** `database.run` with its metrics only. */
    measureQuery: async (database: Queried): Promise<Found> => {
      const startedAt = performance.now();
      let rows: number | undefined;
      try {
        const found = await database.run(QUERY);
        rows = found[0].length;
        return found;
      } finally {
        recordQuery(startedAt, rows);
      }
    },

    /** `database.runTransactionAsync` with a query and its commit, each with a span of its own. */
    runTransaction: (database: Transactional): Promise<void> =>
      tracer.startActiveSpan(
        'transaction',
        {
          attributes: {
            'db.system.name': 'gcp.spanner',
            'db.namespace': 'shop|eu|orders',
            'db.operation.name': 'transaction',
            'db.query.summary': 'transaction',
            'server.address': 'spanner.googleapis.com',
            'gcp.client.service': 'spanner',
            'gcp.spanner.transaction.type': 'read_write',
          },
        },
        async (span) => {
          const startedAt = performance.now();
          let runs = 0;
          try {
            await database.runTransactionAsync(async (transaction) => {
              runs++;
              await run(transaction, {
                'gcp.spanner.transaction.type': 'read_write',
                'gcp.spanner.session.multiplexed': true,
              });
              await commit(transaction);
            });
            span.setAttribute('gcp.spanner.transaction.attempts', runs);
          } catch (error) {
            failed(span, error);
            throw error;
          } finally {
            span.end();
            const common = {
              'db.system.name': 'gcp.spanner',
              'db.namespace': 'shop|eu|orders',
              'db.operation.name': 'transaction',
              'db.query.summary': 'transaction',
              'server.address': 'spanner.googleapis.com',
            };
            duration.record((performance.now() - startedAt) / 1000, common);
            attempts.record(runs, common);
          }
        },
      ),
  };
};
