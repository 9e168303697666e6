import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { services } from '../../emulator-tests/services';
import { root } from '../../scripts/markdown.mts';

const page = readFileSync(join(root, 'docs/what-it-costs.md'), 'utf8');
const queries = [...page.matchAll(/```promql\n([^`]*)```/g)].flatMap(([, block]) =>
  block!.trim().split('\n'),
);

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** The names of metrics and labels, as the exporter writes what the plugins document. */
const written = async (): Promise<Map<string, Set<string>>> => {
  const reader = new Reader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter('plugins');
  for (const { documented } of Object.values(services))
    for (const [name, { instrument, unit, attributes }] of Object.entries(documented.metrics))
      if (instrument === 'counter')
        meter.createCounter(name, { unit }).add(1, {
          ...Object.fromEntries(Object.keys(attributes).map((key) => [key, 'x'])),
          'http.route': '/x',
        });
  const { resourceMetrics } = await reader.collect();
  const text = new PrometheusSerializer('', false).serialize(resourceMetrics);
  return new Map(
    [...text.matchAll(/^(\w+)\{([^}]*)\}/gm)].map(([, name, labels]) => [
      name!,
      new Set([...labels!.matchAll(/(\w+)=/g)].map(([, label]) => label!)),
    ]),
  );
};

test('there are queries', () => {
  expect(queries.length).toBeGreaterThan(2);
});

test('each counter of what is billed is on the page, and in a query', async () => {
  const counters = Object.values(services)
    .flatMap(({ documented }) => Object.keys(documented.metrics))
    .filter((name) => name.includes('.billing.'));
  expect(counters.length).toBeGreaterThan(2);
  expect(counters.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const queried = counters.filter((name) =>
    queries.some((query) => query.includes(`${name.replaceAll('.', '_')}_total`)),
  );
  expect(queried).toEqual(counters);
});

test.each(queries)('%s: metrics and labels that are exported', async (query) => {
  const metrics = await written();
  const [, metric = ''] = /\b(gcp_\w+)(?:\{|\[)/.exec(query) ?? [];
  expect([...metrics.keys()]).toContain(metric);
  const labels = [
    ...(/by \(([^)]*)\)/.exec(query)?.[1]?.split(', ') ?? []),
    ...[...query.matchAll(/(\w+)="/g)].map(([, label]) => label!),
  ];
  expect(labels.filter((label) => !metrics.get(metric)?.has(label))).toEqual([]);
});
