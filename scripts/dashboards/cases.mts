/** Every query of the files in `dashboards/`, as Prometheus can run it. */
import { readFileSync } from 'node:fs';
import type { protos } from '@google-cloud/monitoring-dashboards';
import type { Dashboard, Panel as GrafanaPanel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import { alerts, valueOf } from '../../dashboards/alerts.mts';
import { CLOUD_MONITORING, GRAFANA } from '../../dashboards/files.mts';
import { exporterLabel } from '../../dashboards/names.mts';
import { rows, type Target } from '../../dashboards/panels.mts';
import { withExporterNames, withoutVariables } from '../../dashboards/parsed.mts';

export interface Case {
  /** Whose query it is: the title of a panel, or the name of an alert. */
  readonly title: string;
  readonly promql: string;
  /** The labels by which it is broken down, as the exporter names them. Some of its series has to have each. */
  readonly by: readonly string[];
  /** Why the demo has no such series. */
  readonly notInDemo: string | undefined;
}

/** Longer than the demo runs: what its first story counted and its second added is in it. */
const WINDOW = '10m';

/** The queries of a dashboard, by panel, in the order of the table. */
type Queries = readonly { readonly title: string; readonly queries: readonly string[] }[];

const toldOf = ({ by, notInDemo }: Target): Pick<Case, 'by' | 'notInDemo'> => ({
  by: by.map(exporterLabel),
  notInDemo,
});

/** Finds in the table what is said of each query. */
const casesOf = (queries: Queries): Case[] => {
  const targets = new Map(rows.flatMap(({ panels }) => panels.map((panel) => [panel.title, panel.targets])));
  return queries.flatMap(({ title, queries: ofPanel }) =>
    ofPanel.map((promql, index) => {
      const target = targets.get(title)?.[index];
      if (target === undefined) throw new Error(`the table has no such query: ${title}`);
      return { title, promql, ...toldOf(target) };
    }),
  );
};

const isPanel = (panel: GrafanaPanel | RowPanel): panel is GrafanaPanel => panel.type !== 'row';

/** The queries of the file for Grafana, as they are. */
export const grafanaQueries = (): Queries => {
  const { panels = [] } = JSON.parse(readFileSync(GRAFANA, 'utf8')) as Dashboard;
  return panels.filter(isPanel).map(({ title = '', targets = [] }) => ({
    title,
    queries: targets.map((target) => (target as Dataquery).expr),
  }));
};

/** The queries of the file for Cloud Monitoring, as they are. */
export const cloudMonitoringQueries = (): Queries => {
  const dashboard = JSON.parse(
    readFileSync(CLOUD_MONITORING, 'utf8'),
  ) as protos.google.monitoring.dashboard.v1.IDashboard;
  return (dashboard.mosaicLayout?.tiles ?? []).flatMap(({ widget }) => {
    const sets = widget?.xyChart?.dataSets ?? [];
    const queries = sets.map(({ timeSeriesQuery }) => timeSeriesQuery?.prometheusQuery ?? '');
    return queries.length === 0 ? [] : [{ title: widget?.title ?? '', queries }];
  });
};

const runnable = (cases: readonly Case[], translate: (promql: string) => string): Case[] =>
  cases.map((one) => ({ ...one, promql: translate(withoutVariables(one.promql, WINDOW)) }));

/** The cases by what they are from. */
export const allCases = (): Readonly<Record<string, readonly Case[]>> => ({
  'grafana.json': runnable(casesOf(grafanaQueries()), (promql) => promql),
  'cloud-monitoring.json, with the names of the exporter': runnable(
    casesOf(cloudMonitoringQueries()),
    withExporterNames,
  ),
  'alerts.yaml, what is compared with a threshold': alerts.flatMap(({ name, values }) =>
    values.map((value) => ({ title: name, promql: valueOf(value), ...toldOf(value) })),
  ),
});
