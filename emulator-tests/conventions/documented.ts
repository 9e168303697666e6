import type { SpanRecord } from '../harness/index.ts';
import type { AttributeType } from './registry.ts';

/** What a plugin says that it emits, beyond what the registry knows; from its README and its contract. */
export interface Documented {
  /** The instrumentation scope: the package's name. */
  readonly scope: string;
  /** The registry's span that its spans are, where it has one. */
  readonly span?: string;
  readonly spanNames: readonly { readonly name: RegExp; readonly kind: SpanRecord['kind'] }[];
  /** Attributes on each of its spans, besides those that the registry requires. */
  readonly required: readonly string[];
  /** Its own attributes. */
  readonly attributes: Readonly<Record<string, AttributeType>>;
  /** Values beyond the registered ones of a closed enumeration. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** What the values of an attribute have to look like. */
  readonly patterns: Readonly<Record<string, RegExp>>;
  /** Its own span events, with the attributes they may have. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /** Its own metrics. */
  readonly metrics: Readonly<Record<string, DocumentedMetric>>;
}

export interface DocumentedMetric {
  readonly instrument: string;
  readonly unit: string;
  /** Histograms only. */
  readonly boundaries?: readonly number[];
  readonly attributes: Readonly<Record<string, 'required' | 'recommended'>>;
}

/** What is wrong with a span or a metric. The ids are those of OpenTelemetry Weaver's live check, where it has one. */
export interface Finding {
  readonly level: 'violation' | 'information';
  readonly id: string;
  /** The attribute, or else the span or metric itself. */
  readonly key: string;
  readonly expected?: unknown;
  readonly got?: unknown;
}
