/** The files are what the table makes, have the form that their readers demand, and name only what is exported. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { protos } from '@google-cloud/monitoring-dashboards';
import {
  type Exported,
  documentedMetrics,
  exportedToPrometheus,
  notExported,
} from '../../docs/test/exported.ts';
import { cloudMonitoringQueries, grafanaQueries } from '../../scripts/dashboards/cases.mts';
import { alerts, valueOf } from '../alerts.mts';
import { CLOUD_MONITORING, dashboardFiles, GRAFANA } from '../files.mts';
import { exporterName } from '../names.mts';
import { rows } from '../panels.mts';
import { namesIn, withExporterNames, withoutVariables } from '../parsed.mts';

const ofGrafana = grafanaQueries().flatMap(({ queries }) => queries);
const ofCloudMonitoring = cloudMonitoringQueries().flatMap(({ queries }) => queries);
const ofAlerts = alerts.flatMap(({ values }) => values.map(valueOf));
const targets = rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.targets));

test.each(Object.entries(dashboardFiles()))('%s is what `npm run dashboards` writes', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('each panel has a title of its own, by which its queries are found', () => {
  const titles = rows.flatMap(({ panels }) => panels.map(({ title }) => title));
  expect(titles.length).toBeGreaterThan(15);
  expect(new Set(titles).size).toBe(titles.length);
});

test('both dashboards have all queries of the table', () => {
  expect(ofGrafana).toHaveLength(targets.length);
  expect(ofCloudMonitoring).toHaveLength(targets.length);
});

test('each documented metric is on the dashboards', () => {
  const queried = new Set(
    ofCloudMonitoring.flatMap((query) =>
      namesIn(withoutVariables(query, '5m')).map(({ name }) => name.replace(/_(?:count|sum|bucket)$/, '')),
    ),
  );
  expect([...documentedMetrics().keys()].filter((name) => !queried.has(name))).toEqual([]);
});

describe('the dashboard of Cloud Monitoring', () => {
  const { Dashboard } = protos.google.monitoring.dashboard.v1;
  type Json = { [key: string]: unknown };
  const read = (): Json => JSON.parse(readFileSync(CLOUD_MONITORING, 'utf8'));

  /** What the API keeps of it: only fields that exist, with values that they can have. Throws if a type is wrong. */
  const asTheApiReads = (json: Json): object => {
    const message = Dashboard.fromObject(json);
    // Of fields that exclude each other there is one.
    expect(Dashboard.verify(message)).toBeNull();
    return Dashboard.toObject(message, { enums: String });
  };

  test('has the form that the API demands', () => {
    const json = read();
    expect(asTheApiReads(json)).toEqual(json);
  });

  test.each([
    ['an unknown field', '"yAxis"', '"verticalAxis"'],
    ['an unknown value', '"LINE"', '"LINES"'],
    ['a number that is none', '"columns":48', '"columns":"many"'],
  ])('%s does not pass', (_what, right, wrong) => {
    const json = JSON.parse(JSON.stringify(read()).replace(right, wrong));
    expect(asTheApiReads(json)).not.toEqual(json);
  });

  test('has no tile on another, nor beyond the edge', () => {
    const { mosaicLayout: { columns = 0, tiles = [] } = {} } = Dashboard.fromObject(read()).toJSON();
    const taken = new Set<string>();
    for (const { xPos = 0, yPos = 0, width, height } of tiles)
      for (let x = xPos; x < xPos + width; x++)
        for (let y = yPos; y < yPos + height; y++) {
          expect(x).toBeLessThan(columns);
          expect(taken).not.toContain(`${x},${y}`);
          taken.add(`${x},${y}`);
        }
    expect(tiles.length).toBeGreaterThan(20);
  });

  test('names what the Telemetry API accepts', () => {
    const names = ofCloudMonitoring.flatMap((query) => namesIn(withoutVariables(query, '5m')));
    expect(names.length).toBeGreaterThan(50);
    const isAccepted = { metric: /^[a-zA-Z][a-zA-Z0-9_:./]*$/, label: /^[a-zA-Z_][a-zA-Z0-9_.]*$/ };
    expect(names.filter(({ kind, name }) => !isAccepted[kind].test(name))).toEqual([]);
  });

  /** The series that become of the documented metrics there. */
  const exportedToTelemetryApi = (): Exported => {
    const series = new Map<string, Set<string>>();
    for (const [name, { instrument, labels }] of documentedMetrics())
      if (instrument === 'counter') series.set(name, new Set(labels));
      else
        for (const part of ['count', 'sum', 'bucket'])
          series.set(`${name}_${part}`, new Set(['le', ...labels]));
    return series;
  };

  test.each(ofCloudMonitoring)('%s: metrics and labels that are exported', (query) => {
    expect(notExported(withoutVariables(query, '5m'), exportedToTelemetryApi())).toEqual([]);
  });

  test('the translated queries are Grafana’s', () => {
    const comparable = (query: string): string =>
      withoutVariables(query, '5m')
        .replaceAll(/(\w+)\{job=~"\.\*"(?:, )?/g, '{__name__="$1", ')
        .replaceAll(', }', '}');
    expect(ofCloudMonitoring.map((query) => withExporterNames(withoutVariables(query, '5m')))).toEqual(
      ofGrafana.map(comparable),
    );
  });
});

describe('the dashboard of Grafana, and the alerts', () => {
  test.each([...ofGrafana, ...ofAlerts])('%s: metrics and labels that are exported', async (query) => {
    const exported = new Map(
      // Prometheus adds the job to whatever it scrapes.
      [...(await exportedToPrometheus())].map(([name, labels]) => [name, new Set([...labels, 'job'])]),
    );
    expect(notExported(withoutVariables(query, '5m'), exported)).toEqual([]);
  });

  test('the dashboard uses no variable that it does not have', () => {
    const text = readFileSync(GRAFANA, 'utf8');
    const used = new Set([...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name));
    const own = JSON.parse(text).templating.list.map(({ name }: { name: string }) => name);
    expect(used).toEqual(new Set([...own, '__rate_interval', '__all']));
  });

  test('each panel has an id of its own, and a place within the width', () => {
    const { panels } = JSON.parse(readFileSync(GRAFANA, 'utf8')) as {
      panels: { id: number; gridPos: { x: number; w: number } }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });
});

test('what is no PromQL is found', () => {
  expect(() => namesIn('sum by (a (rate(b[5m]))')).toThrow('no PromQL');
});

test('names are the exporter’s', async () => {
  const exported = await exportedToPrometheus();
  const made = [...documentedMetrics()].flatMap(([name, { instrument }]) =>
    instrument === 'counter'
      ? exporterName(name)
      : ['count', 'sum', 'bucket'].map((part) => exporterName(`${name}_${part}`)),
  );
  expect(new Set(made)).toEqual(new Set(exported.keys()));
});
