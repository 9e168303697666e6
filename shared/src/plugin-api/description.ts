import type { SpanKind } from '@opentelemetry/api';
import type { Attributes } from './attributes';

/** What a plugin says of one call before it starts: what a sampler may want, and nothing that is costly to know. */
export interface Description {
  /** Value of the operation attribute, and the span name's first word. Default: the row's `operation`. */
  readonly operation?: string;
  /** What the operation acts on, in low cardinality: a collection, a table, a model. */
  readonly target?: string | undefined;
  /** Span name. Default: `{operation} {target}`, or the operation alone. */
  readonly name?: string;
  /** Default: the row's. */
  readonly kind?: SpanKind;
  readonly attributes: Attributes;
  /** What no sampler asks for and costs nothing to know. */
  readonly recordedAttributes?: Attributes;
  /** What the application asked to have captured of what it sends: for the event of the call. */
  readonly eventContent?: object;
  /** What metrics take from it. The engine keeps it here: many calls may share a description. */
  cachedMetricAttributes?: Attributes;
}
