import { type Histogram, type Meter, type Span, SpanStatusCode } from '@opentelemetry/api';

/** The scope of all hand-written telemetry. */
export const HANDWRITTEN = 'handwritten';

/** The histograms of the semantic conventions for database clients. */
export const databaseMetrics = (meter: Meter): { duration: Histogram; returnedRows: Histogram } => ({
  duration: meter.createHistogram('db.client.operation.duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  }),
  returnedRows: meter.createHistogram('db.client.response.returned_rows', {
    unit: '{row}',
    advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] },
  }),
});

export const failed = (span: Span, error: unknown): void => {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
};
