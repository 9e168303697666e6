import type { Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { DataPointType, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A span as plain data. */
export interface SpanRecord {
  readonly name: string;
  readonly kind: keyof typeof SpanKind;
  readonly scope: { readonly name: string; readonly version?: string; readonly schemaUrl?: string };
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly durationMs: number;
  readonly attributes: Attributes;
  readonly status: { readonly code: keyof typeof SpanStatusCode; readonly message?: string };
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Attributes;
  }[];
  readonly resource: Attributes;
}

/** An emitted log record. */
export interface LogRecord {
  readonly eventName?: string;
  readonly scope: { readonly name: string; readonly version?: string };
  /** The id of the span that it belongs to. */
  readonly spanId?: string;
  readonly body?: unknown;
  /** May contain structures. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A metric with its data points. */
export interface MetricRecord {
  readonly name: string;
  readonly unit: string;
  readonly instrument: 'histogram' | 'counter' | 'updowncounter' | 'gauge';
  readonly scope: { readonly name: string; readonly version?: string };
  readonly points: readonly MetricPoint[];
}

export interface MetricPoint {
  readonly attributes: Attributes;
  /** A counter's value, a histogram's sum. */
  readonly value: number;
  /** Histograms only. */
  readonly count?: number;
  /** Histograms only. */
  readonly boundaries?: readonly number[];
}

export function toSpanRecord(span: ReadableSpan): SpanRecord {
  const { traceId, spanId } = span.spanContext();
  const { name, version, schemaUrl } = span.instrumentationScope;
  const { code, message } = span.status;
  return {
    name: span.name,
    kind: kindNames[span.kind],
    scope: { name, ...(version && { version }), ...(schemaUrl && { schemaUrl }) },
    traceId,
    spanId,
    ...(span.parentSpanContext && { parentSpanId: span.parentSpanContext.spanId }),
    startTime: milliseconds(span.startTime),
    durationMs: milliseconds(span.duration),
    attributes: span.attributes,
    status: { code: statusNames[code], ...(message !== undefined && { message }) },
    events: span.events.map((event) => ({ name: event.name, attributes: event.attributes ?? {} })),
    links: span.links.map((link) => ({
      traceId: link.context.traceId,
      spanId: link.context.spanId,
      attributes: link.attributes ?? {},
    })),
    resource: span.resource.attributes,
  };
}

/** A log record, as the SDK passes it to processors. */
export interface EmittedLog {
  readonly eventName?: string;
  readonly instrumentationScope: { readonly name: string; readonly version?: string };
  readonly spanContext?: { readonly spanId: string };
  readonly body?: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export function toLogRecord(emitted: EmittedLog): LogRecord {
  const { eventName, instrumentationScope: scope, spanContext, body, attributes } = emitted;
  return {
    ...(eventName !== undefined && { eventName }),
    scope: { name: scope.name, ...(scope.version && { version: scope.version }) },
    ...(spanContext && { spanId: spanContext.spanId }),
    ...(body !== undefined && { body }),
    attributes,
  };
}

export function toMetricRecords({ scopeMetrics }: ResourceMetrics): MetricRecord[] {
  return scopeMetrics.flatMap(({ scope, metrics }) =>
    metrics.map((metric) => ({
      name: metric.descriptor.name,
      unit: metric.descriptor.unit,
      instrument: instrumentOf(metric),
      scope: { name: scope.name, ...(scope.version && { version: scope.version }) },
      points: metric.dataPoints.map(({ attributes, value }) => {
        if (typeof value === 'number') return { attributes, value };
        const { sum = 0, count } = value;
        return {
          attributes,
          value: sum,
          count,
          ...('buckets' in value && { boundaries: value.buckets.boundaries }),
        };
      }),
    })),
  );
}

function instrumentOf(metric: MetricData): MetricRecord['instrument'] {
  switch (metric.dataPointType) {
    case DataPointType.SUM:
      return metric.isMonotonic ? 'counter' : 'updowncounter';
    case DataPointType.GAUGE:
      return 'gauge';
    default:
      return 'histogram';
  }
}

const kindNames = [
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
] as const satisfies (keyof typeof SpanKind)[];
const statusNames = ['UNSET', 'OK', 'ERROR'] as const satisfies (keyof typeof SpanStatusCode)[];

function milliseconds([seconds, nanos]: readonly [number, number]): number {
  return seconds * 1e3 + nanos / 1e6;
}
