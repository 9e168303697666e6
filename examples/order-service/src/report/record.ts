import { type Attributes, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { hrTimeToMilliseconds, hrTimeToTimeStamp } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** A finished span as plain data: what `--format json` prints and what the trees are drawn from. */
export interface SpanRecord {
  readonly name: string;
  readonly kind: string;
  readonly scope: { readonly name: string; readonly version?: string };
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  /** ISO 8601, with nanoseconds. */
  readonly startTime: string;
  readonly durationMs: number;
  readonly attributes: Attributes;
  readonly status: string;
  readonly events: readonly {
    readonly name: string;
    readonly time: string;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Attributes;
  }[];
  readonly resource: Attributes;
}

/** By start time; what started within the same millisecond is in the order in which it ended. */
export function toRecords(spans: readonly ReadableSpan[]): SpanRecord[] {
  return spans.map(toRecord).toSorted((a, b) => a.startTime.localeCompare(b.startTime));
}

function toRecord(span: ReadableSpan): SpanRecord {
  const { traceId, spanId } = span.spanContext();
  return {
    name: span.name,
    kind: SpanKind[span.kind],
    scope: span.instrumentationScope,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    startTime: hrTimeToTimeStamp(span.startTime),
    durationMs: hrTimeToMilliseconds(span.duration),
    attributes: span.attributes,
    status: SpanStatusCode[span.status.code],
    events: span.events.map(({ name, time, attributes = {} }) => ({
      name,
      time: hrTimeToTimeStamp(time),
      attributes,
    })),
    links: span.links.map(({ context, attributes = {} }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes,
    })),
    resource: span.resource.attributes,
  };
}
