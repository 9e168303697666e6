import type { MetricRecord, SpanRecord } from '../harness/index.ts';
import type { Documented } from './documented.ts';

/** What is documented, and none of this is: a name that nobody emits is a promise that nobody keeps. */
export function neverEmitted(
  { spans, metrics }: { readonly spans: readonly SpanRecord[]; readonly metrics: readonly MetricRecord[] },
  documented: Documented,
): string[] {
  const own = spans.filter(({ scope }) => scope.name === documented.scope);
  const events = own.flatMap((span) => span.events);
  const points = metrics.flatMap((metric) => metric.points);
  const attributes = new Set([...own, ...events, ...points].flatMap((item) => Object.keys(item.attributes)));
  const promised = [...Object.keys(documented.attributes), ...documented.required];
  return [
    ...documented.spanNames
      .filter(({ name, kind }) => !own.some((span) => span.kind === kind && name.test(span.name)))
      .map(({ name }) => `span ${String(name)}`),
    ...[...new Set(promised)].filter((key) => !attributes.has(key)).map((key) => `attribute ${key}`),
    ...Object.keys(documented.events)
      .filter((name) => !events.some((event) => event.name === name))
      .map((name) => `event ${name}`),
    ...Object.keys(documented.metrics)
      .filter((name) => !metrics.some((metric) => metric.name === name))
      .map((name) => `metric ${name}`),
  ];
}
