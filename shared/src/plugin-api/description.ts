import type { SpanKind } from '@opentelemetry/api';
import type { Attributes } from './attributes';

/** A plugin's description of one call, made before it starts: what a sampler may need, and nothing expensive. */
export interface Description {
  /** Value of the operation attribute, and first word of the span name. Default: the row's `operation`. */
  readonly operation?: string;
  /** The collection, table, model etc. that the operation acts on. Must have low cardinality. */
  readonly target?: string | undefined;
  /** Span name. Default: `{operation} {target}`, or the operation alone. */
  readonly name?: string;
  /** Default: the row's. */
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
  /** Attributes that no sampler needs. They must be cheap. */
  readonly recordedAttributes?: Attributes;
  /** Sent content that the configuration says to capture, for the event of the call. */
  readonly eventContent?: object;
  /** Metric attributes. The engine caches them here, because many calls may share a description. */
  cachedMetricAttributes?: Attributes;
}
