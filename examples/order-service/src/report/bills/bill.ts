import type { Attributes } from '@opentelemetry/api';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import type { SpanRecord } from '../record.ts';

/** So much of one kind (a column of the table), for one thing (a row). */
export interface Charge {
  readonly item: string;
  readonly kind: string;
  readonly amount: number;
}

/** What one service counts, and where the telemetry says it. */
export interface Bill {
  readonly title: string;
  readonly kinds: readonly string[];
  /** The attribute that tells its priced lines from others. Spanner has none: it bills capacity. */
  readonly pricedBy?: string;
  /** What a row of the table is about. */
  itemOf(attributes: Attributes): string;
  charges(spans: readonly SpanRecord[], metrics: readonly MetricData[]): Iterable<Charge>;
}

/** What a counter has counted, for each set of its attributes. */
export function* measured(metrics: readonly MetricData[], name: string): Generator<[number, Attributes]> {
  for (const { descriptor, dataPoints } of metrics) {
    if (descriptor.name !== name) continue;
    for (const { value, attributes } of dataPoints) if (typeof value === 'number') yield [value, attributes];
  }
}
