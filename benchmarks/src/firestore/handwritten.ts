import { metrics, SpanKind, trace } from '@opentelemetry/api';
import { databaseMetrics, failed, HANDWRITTEN } from '../handwritten.ts';
import type { DocumentSnapshot, QuerySnapshot } from './library.ts';

interface Readable<Snapshot> {
  get(): Promise<Snapshot>;
}

/** Hand-written tracing and metrics of an application. Every name is a literal where it is used. */
export const handwritten = () => {
  const tracer = trace.getTracer(HANDWRITTEN);
  const meter = metrics.getMeter(HANDWRITTEN);
  const { duration, returnedRows } = databaseMetrics(meter);
  const billing = meter.createCounter('gcp.firestore.client.billing.operations', { unit: '{operation}' });

  const recordGet = (startedAt: number): void =>
    duration.record((performance.now() - startedAt) / 1000, {
      'db.system.name': 'gcp.firestore',
      'db.operation.name': 'get',
      'db.query.summary': 'get users',
      'db.namespace': 'shop|(default)',
      'db.collection.name': 'users',
      'server.address': 'firestore.googleapis.com',
    });

  const bill = (operation: string, reads: number): void =>
    billing.add(reads, {
      'db.operation.name': operation,
      'gcp.firestore.billing.precision': 'exact',
      'gcp.firestore.billing.kind': 'read',
      'db.namespace': 'shop|(default)',
      'db.collection.name': 'users',
    });

  return {
    /** `doc.get` with its span and its metrics. */
    getDocument: (document: Readable<DocumentSnapshot>): Promise<DocumentSnapshot> =>
      tracer.startActiveSpan(
        'get users',
        {
          kind: SpanKind.CLIENT,
          attributes: {
            'db.system.name': 'gcp.firestore',
            'db.operation.name': 'get',
            'db.query.summary': 'get users',
            'db.namespace': 'shop|(default)',
            'db.collection.name': 'users',
            'server.address': 'firestore.googleapis.com',
            'gcp.client.service': 'firestore',
            'gcp.firestore.transport': 'grpc',
          },
        },
        async (span) => {
          const startedAt = performance.now();
          try {
            const snapshot = await document.get();
            span.setAttributes({
              'gcp.firestore.documents.found': snapshot.exists ? 1 : 0,
              'gcp.firestore.documents.missing': snapshot.exists ? 0 : 1,
              'gcp.firestore.billing.reads': 1,
              'gcp.firestore.billing.precision': 'exact',
            });
            bill('get', 1);
            return snapshot;
          } catch (error) {
            failed(span, error);
            throw error;
          } finally {
            span.end();
            recordGet(startedAt);
          }
        },
      ),

    /** `doc.get` with its metrics only. */
    measureDocument: async (document: Readable<DocumentSnapshot>): Promise<DocumentSnapshot> => {
      const startedAt = performance.now();
      try {
        const snapshot = await document.get();
        bill('get', 1);
        return snapshot;
      } finally {
        recordGet(startedAt);
      }
    },

    /** `query.get` with its span, its text, its rows and its metrics. */
    getQuery: (query: Readable<QuerySnapshot>): Promise<QuerySnapshot> =>
      tracer.startActiveSpan(
        'query users',
        {
          kind: SpanKind.CLIENT,
          attributes: {
            'db.system.name': 'gcp.firestore',
            'db.operation.name': 'query',
            'db.query.summary': 'query users',
            'db.namespace': 'shop|(default)',
            'db.collection.name': 'users',
            'server.address': 'firestore.googleapis.com',
            'gcp.client.service': 'firestore',
            'gcp.firestore.transport': 'grpc',
          },
        },
        async (span) => {
          const startedAt = performance.now();
          const common = {
            'db.system.name': 'gcp.firestore',
            'db.operation.name': 'query',
            'db.query.summary': 'query users',
            'db.namespace': 'shop|(default)',
            'db.collection.name': 'users',
            'server.address': 'firestore.googleapis.com',
          };
          try {
            span.setAttribute(
              'db.query.text',
              'SELECT * FROM users WHERE age >= ? AND city = ? ORDER BY age ASC LIMIT ?',
            );
            const snapshot = await query.get();
            const reads = Math.max(1, snapshot.size);
            span.setAttributes({
              'db.response.returned_rows': snapshot.size,
              'gcp.firestore.billing.reads': reads,
              'gcp.firestore.billing.precision': 'exact',
            });
            returnedRows.record(snapshot.size, common);
            bill('query', reads);
            return snapshot;
          } catch (error) {
            failed(span, error);
            throw error;
          } finally {
            span.end();
            duration.record((performance.now() - startedAt) / 1000, common);
          }
        },
      ),
  };
};
