import { metrics, SpanKind, trace } from '@opentelemetry/api';
import { failed, HANDWRITTEN } from '../handwritten.ts';
import type { Answer, Metadata } from './library.ts';

interface Described {
  getMetadata(): Promise<[Metadata, Answer]>;
}

/** Hand-written tracing and metrics of an application. Every name is a literal where it is used. */
export const handwritten = () => {
  const tracer = trace.getTracer(HANDWRITTEN);
  const meter = metrics.getMeter(HANDWRITTEN);
  const billing = meter.createCounter('gcp.storage.client.billing.operations', { unit: '{operation}' });
  const duration = meter.createHistogram('gcp.storage.client.operation.duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  });

  const record = (startedAt: number): void =>
    duration.record((performance.now() - startedAt) / 1000, {
      'gcp.storage.operation': 'get_metadata',
      'gcp.storage.bucket': 'invoices',
      'server.address': 'storage.googleapis.com',
    });

  const bill = ({ storageClass }: Metadata): void =>
    billing.add(1, {
      'gcp.storage.billing.class': 'b',
      'gcp.storage.operation': 'get_metadata',
      'gcp.storage.bucket': 'invoices',
      'gcp.storage.object.storage_class': storageClass,
    });

  return {
    /** `file.getMetadata` with its span and its metrics. */
    getMetadata: (file: Described): Promise<[Metadata, Answer]> =>
      tracer.startActiveSpan(
        'get_metadata invoices',
        {
          kind: SpanKind.CLIENT,
          attributes: {
            'gcp.storage.operation': 'get_metadata',
            'gcp.storage.bucket': 'invoices',
            'gcp.storage.object': 'march.csv',
            'server.address': 'storage.googleapis.com',
            'gcp.client.service': 'storage',
          },
        },
        async (span) => {
          const startedAt = performance.now();
          try {
            const result = await file.getMetadata();
            const [metadata, answer] = result;
            span.setAttributes({
              'gcp.storage.object.generation': metadata.generation,
              'gcp.storage.object.size': Number(metadata.size),
              'gcp.storage.object.content_type': metadata.contentType,
              'gcp.storage.object.storage_class': metadata.storageClass,
              'gcp.storage.billing.class_b': 1,
              'http.response.status_code': answer.statusCode,
            });
            bill(metadata);
            return result;
          } catch (error) {
            failed(span, error);
            throw error;
          } finally {
            span.end();
            record(startedAt);
          }
        },
      ),

    /** `file.getMetadata` with its metrics only. */
    measureMetadata: async (file: Described): Promise<[Metadata, Answer]> => {
      const startedAt = performance.now();
      try {
        const result = await file.getMetadata();
        bill(result[0]);
        return result;
      } finally {
        record(startedAt);
      }
    },
  };
};
