import type { MetricPoint, MetricRecord } from '../harness/index.ts';
import { checkAttributes, checkPresent } from './check-attributes.ts';
import type { Documented, Finding } from './documented.ts';
import { registry, requiredIn } from './registry.ts';

/** What the conventions, or the plugin's own documentation, do not say of this metric. */
export function checkMetric(metric: MetricRecord, documented: Documented): Finding[] {
  const key = metric.name;
  const registered = registry.metrics[key];
  const expected = registered ?? documented.metrics[key];
  if (!expected) return [{ level: 'violation', id: 'missing_metric', key }];

  const findings: Finding[] = [];
  const compare = (id: string, wanted: string, got: string): void => {
    if (wanted !== got) findings.push({ level: 'violation', id, key, expected: wanted, got });
  };
  compare('unit_mismatch', expected.unit, metric.unit);
  compare('unexpected_instrument', expected.instrument, metric.instrument);
  const boundaries = registered?.explicit_bucket_boundaries ?? documented.metrics[key]?.boundaries;
  for (const point of metric.points) {
    // What the SDK made of the points that were too many for it.
    if (point.attributes['otel.metric.overflow'] === true) continue;
    if (boundaries) findings.push(...checkBoundaries(key, boundaries, point));
    const foreign = Object.keys(point.attributes).filter((attribute) => !(attribute in expected.attributes));
    findings.push(
      ...foreign.map((attribute): Finding => ({
        level: 'violation',
        id: 'attribute_not_on_metric',
        key: attribute,
      })),
      ...checkPresent(point.attributes, requiredIn(expected.attributes)),
      ...checkAttributes(point.attributes, documented),
    );
  }
  return findings;
}

function checkBoundaries(key: string, expected: readonly number[], { boundaries }: MetricPoint): Finding[] {
  if (String(boundaries) === String(expected)) return [];
  return [{ level: 'violation', id: 'bucket_boundaries_mismatch', key, expected, got: boundaries }];
}
