/** The metrics that docs/telemetry.md documents, and the series that they become where they are exported. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { namesIn as namesInQuery } from '../../dashboards/parsed.mts';
import { services } from '../../emulator-tests/services/index.ts';
import { namesIn, root, tableBelow } from '../../scripts/markdown.mts';

interface Metric {
  readonly instrument: string;
  readonly unit: string;
  readonly labels: ReadonlySet<string>;
}

/** Series by their names, each with the labels that it may have. */
export type Exported = ReadonlyMap<string, ReadonlySet<string>>;

/** By the names that OpenTelemetry has for them. */
export const documentedMetrics = (): ReadonlyMap<string, Metric> => {
  const page = { text: readFileSync(join(root, 'docs/telemetry.md'), 'utf8') };
  const metrics = new Map<string, Metric>();
  for (const { title } of Object.values(services)) {
    const table = tableBelow(page, `Metrics of ${title}`);
    const first = namesIn(table[0]?.[3] ?? '');
    for (const [names = '', instrument = '', units = '', attributes = ''] of table) {
      const [name = ''] = namesIn(names);
      const labels = new Set([
        ...(metrics.get(name)?.labels ?? []),
        ...namesIn(attributes),
        // What it says of the first row holds for this one.
        ...(attributes.includes('the same') ? first : []),
        // Of the counters of what is billed, as docs/what-it-costs.md sets them up.
        ...(name.includes('.billing.') ? ['http.route', 'tenant'] : []),
      ]);
      metrics.set(name, { instrument, unit: namesIn(units)[0] ?? '', labels });
    }
  }
  return metrics;
};

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** As the SDK's Prometheus exporter writes them. */
export const exportedToPrometheus = async (): Promise<Exported> => {
  const reader = new Reader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter('plugins');
  for (const [name, { instrument, unit, labels }] of documentedMetrics()) {
    const attributes = Object.fromEntries([...labels].map((label) => [label, 'x']));
    if (instrument === 'counter') meter.createCounter(name, { unit }).add(1, attributes);
    else meter.createHistogram(name, { unit }).record(1, attributes);
  }
  const { resourceMetrics } = await reader.collect();
  // Without `target_info`, which is of the SDK.
  const text = new PrometheusSerializer('', false, undefined, true).serialize(resourceMetrics);
  return new Map(
    [...text.matchAll(/^(\w+)\{([^}]*)\}/gm)].map(([, name, labels]) => [
      name!,
      new Set([...labels!.matchAll(/(\w+)=/g)].map(([, label]) => label!)),
    ]),
  );
};

/** What a query names that is not exported. Each of its labels has to be one of each of its metrics. */
export const notExported = (query: string, exported: Exported): string[] => {
  const names = namesInQuery(query);
  const metrics = names.filter(({ kind }) => kind === 'metric').map(({ name }) => name);
  const labels = names.filter(({ kind }) => kind === 'label').map(({ name }) => name);
  return [
    ...metrics.filter((name) => !exported.has(name)),
    ...labels.filter((name) => !metrics.every((metric) => exported.get(metric)?.has(name) ?? true)),
  ];
};
