/** The dashboard of Grafana, for metrics with the names that the SDK's Prometheus exporter writes. */
import {
  StackingConfigBuilder,
  StackingMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  type Dashboard,
  DashboardBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import {
  BytesPerSecondSI,
  CountsPerSecond,
  OpsPerSecond,
  PercentUnit,
  Seconds,
  Short,
} from '@grafana/grafana-foundation-sdk/units';
import { exporterLabel, exporterNames, exporterName } from './names.mts';
import { DURATIONS, type Panel, rows, type Unit } from './panels.mts';

const UNITS: Readonly<Record<Unit, string>> = {
  s: Seconds,
  '{call}/s': OpsPerSecond,
  '{operation}/s': OpsPerSecond,
  '{unit}/s': CountsPerSecond,
  '{token}/s': CountsPerSecond,
  'By/s': BytesPerSecondSI,
  '{row}': Short,
  '{repeat}': Short,
  '1': PercentUnit,
};

/** Half of Grafana's 24 columns. */
const WIDTH = 12;
const HEIGHT = 8;

const names = exporterNames('$__rate_interval', 'job=~"$job"');
const datasource = { type: 'prometheus', uid: '${datasource}' };

/** Whichever job has one of the plugins' metrics. */
const durations = DURATIONS.map(({ metric }) => exporterName(`${metric}_count`)).join('|');
const JOBS = `label_values({__name__=~"${durations}"}, job)`;

const panelOf = ({ title, description, unit, kind, targets }: Panel): PanelBuilder => {
  const panel = new PanelBuilder()
    .title(title)
    .description(description)
    .unit(UNITS[unit])
    .min(0)
    .datasource(datasource)
    .span(WIDTH)
    .height(HEIGHT)
    .showPoints(VisibilityMode.Never)
    .legend(new VizLegendOptionsBuilder().showLegend(true));
  if (kind === 'stacked')
    panel.fillOpacity(30).stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  for (const [index, { by, promql }] of targets.entries())
    panel.withTarget(
      new DataqueryBuilder()
        .refId(String.fromCodePoint('A'.codePointAt(0)! + index))
        .datasource(datasource)
        .expr(promql(names))
        .legendFormat(by.map((label) => `{{${exporterLabel(label)}}}`).join(' ')),
    );
  return panel;
};

export const grafana = (): Dashboard => {
  const dashboard = new DashboardBuilder('Google Cloud clients')
    .uid('gcp-otel')
    .description('Calls of the Google Cloud clients, and an estimate of what Google bills for them.')
    .tags(['opentelemetry', 'google-cloud'])
    .time({ from: 'now-3h', to: 'now' })
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('job')
        .label('Service')
        .datasource(datasource)
        .query(JOBS)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .multi(true)
        .includeAll(true)
        .allValue('.*')
        .current({ selected: true, text: 'All', value: '$__all' }),
    );
  let id = 0;
  for (const { title, panels } of rows) {
    dashboard.withRow(new RowBuilder(title).id(++id));
    for (const panel of panels) dashboard.withPanel(panelOf(panel).id(++id));
  }
  return dashboard.build();
};
