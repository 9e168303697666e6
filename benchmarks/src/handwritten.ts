import { type Span, SpanStatusCode } from '@opentelemetry/api';

/** Name of the tracers and the meters of all that is written by hand. */
export const HANDWRITTEN = 'handwritten';

export const failed = (span: Span, error: unknown): void => {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
};
