/** The files that are made. */
import { join } from 'node:path';
import { alertingRules } from './alerts.mts';
import { cloudMonitoring } from './cloud-monitoring.mts';
import { grafana } from './grafana.mts';

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

export const GRAFANA = join(import.meta.dirname, 'grafana.json');
export const CLOUD_MONITORING = join(import.meta.dirname, 'cloud-monitoring.json');
export const ALERTS = join(import.meta.dirname, 'alerts.yaml');

/** What is in each, by its path. */
export const dashboardFiles = (): Readonly<Record<string, string>> => ({
  [GRAFANA]: json(grafana()),
  [CLOUD_MONITORING]: json(cloudMonitoring()),
  [ALERTS]: alertingRules(),
});
