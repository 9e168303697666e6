/** The dashboard of Cloud Monitoring, for metrics that came by OTLP through `telemetry.googleapis.com`. */
import type { protos } from '@google-cloud/monitoring-dashboards';
import { telemetryApiNames } from './names.mts';
import { type Panel, rows, type Unit } from './panels.mts';

type Dashboard = protos.google.monitoring.dashboard.v1.IDashboard;
type Widget = protos.google.monitoring.dashboard.v1.IWidget;
type Tile = protos.google.monitoring.dashboard.v1.MosaicLayout.ITile;

/** The most that a mosaic can have. A panel is half as wide. */
const COLUMNS = 48;
const WIDTH = COLUMNS / 2;
const HEIGHT = 16;
const HEADER_HEIGHT = 4;

const names = telemetryApiNames('${__interval}');

/** Where Cloud Monitoring writes them in another way: this one shows a share as a percentage. */
const UNITS: Partial<Readonly<Record<Unit, string>>> = { '1': '10^2.%' };

const widgetOf = ({ title, unit, kind, targets }: Panel): Widget => ({
  title,
  xyChart: {
    dataSets: targets.map(({ promql }) => ({
      timeSeriesQuery: { prometheusQuery: promql(names), unitOverride: UNITS[unit] ?? unit },
      plotType: kind === 'stacked' ? 'STACKED_AREA' : 'LINE',
      targetAxis: 'Y1',
    })),
    yAxis: { scale: 'LINEAR' },
    chartOptions: { mode: 'COLOR' },
  },
});

/** The tiles of all rows, from top to bottom. */
const tiles = (): Tile[] => {
  const all: Tile[] = [];
  let top = 0;
  for (const { title, panels } of rows) {
    all.push({ yPos: top, width: COLUMNS, height: HEADER_HEIGHT, widget: { title, sectionHeader: {} } });
    top += HEADER_HEIGHT;
    for (const [index, panel] of panels.entries())
      all.push({
        xPos: (index % 2) * WIDTH,
        yPos: top + Math.floor(index / 2) * HEIGHT,
        width: WIDTH,
        height: HEIGHT,
        widget: widgetOf(panel),
      });
    top += Math.ceil(panels.length / 2) * HEIGHT;
  }
  return all;
};

export const cloudMonitoring = (): Dashboard => ({
  displayName: 'Google Cloud clients',
  // The name of the service. Charts follow it unless their queries say otherwise.
  dashboardFilters: [{ filterType: 'RESOURCE_LABEL', labelKey: 'job' }],
  mosaicLayout: { columns: COLUMNS, tiles: tiles() },
});
