import type { MetricRecord, SpanRecord } from '../harness/index.ts';
import { checkMetric } from './check-metric.ts';
import { checkSpan } from './check-span.ts';
import type { Documented, Finding } from './documented.ts';

export { checkMetric } from './check-metric.ts';
export { checkSpan } from './check-span.ts';
export type { Documented, DocumentedMetric, Finding } from './documented.ts';
export { neverEmitted } from './never-emitted.ts';

/** Checks what a plugin has emitted; other scopes' spans and metrics are not its own. Throws when nothing is its own. */
export function checkTelemetry(
  { spans, metrics }: { readonly spans: readonly SpanRecord[]; readonly metrics: readonly MetricRecord[] },
  documented: Documented,
): Finding[] {
  const isOwn = ({ scope }: SpanRecord | MetricRecord) => scope.name === documented.scope;
  const [ownSpans, ownMetrics] = [spans.filter(isOwn), metrics.filter(isOwn)];
  if (ownSpans.length + ownMetrics.length === 0)
    throw new Error(`nothing was emitted by ${documented.scope}`);
  return [
    ...ownSpans.flatMap((span) => checkSpan(span, documented)),
    ...ownMetrics.flatMap((metric) => checkMetric(metric, documented)),
  ];
}
