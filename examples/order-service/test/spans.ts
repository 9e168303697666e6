import type { SpanRecord } from '../src/report/record.ts';

let started = 0;

/** A span as the pack would record it, with `parent` where it has one. */
export function span(name: string, parent?: SpanRecord, details: Partial<SpanRecord> = {}): SpanRecord {
  started += 1;
  return {
    name,
    kind: 'CLIENT',
    scope: { name: 'test', version: '1.0.0' },
    traceId: parent?.traceId ?? `trace-${started}`,
    spanId: `span-${started}`,
    parentSpanId: parent?.spanId ?? null,
    startTime: new Date(started).toISOString(),
    durationMs: 1,
    attributes: {},
    status: 'UNSET',
    events: [],
    links: [],
    resource: {},
    ...details,
  };
}
