/** How PromQL names the plugins' metrics and labels, which depends on the way by which they came. */

/** Which of a metric's series a query reads: a counter's only one, or one of the three that make a histogram. */
export type Part = 'total' | 'count' | 'sum' | 'bucket';

/** Labels by their names in OpenTelemetry, each with an operator and a quoted value: `="read"`. */
export type Matchers = Readonly<Record<string, string>>;

/** One way of naming. */
export interface Names {
  /** Selects series of a metric. */
  readonly series: (metric: string, part: Part, matchers: Matchers) => string;
  readonly label: (name: string) => string;
  /** How far back each point of a panel looks. */
  readonly window: string;
}

const escaped = (name: string): string => name.replaceAll('.', '_');

/** With dots, as the Telemetry API keeps them. A counter has no suffix, and the parts of a histogram have one. */
const dotted = (metric: string, part: Part): string => (part === 'total' ? metric : `${metric}_${part}`);

/** The name that the SDK's Prometheus exporter gives to what the Telemetry API calls `series`. */
export const exporterName = (series: string): string =>
  /_(?:count|sum|bucket)$/.test(series) ? escaped(series) : `${escaped(series)}_total`;

export const exporterLabel = escaped;

const selector = (name: string, matchers: readonly string[]): string =>
  matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`;

/**
 * The names that the SDK's Prometheus exporter writes.
 *
 * @param common matchers that each selector has, in PromQL
 */
export const exporterNames = (window: string, ...common: string[]): Names => ({
  window,
  label: exporterLabel,
  series: (metric, part, matchers) =>
    selector(exporterName(dotted(metric, part)), [
      ...common,
      ...Object.entries(matchers).map(([label, matcher]) => exporterLabel(label) + matcher),
    ]),
});

/** The names that metrics have in Cloud Monitoring, if they came by OTLP through `telemetry.googleapis.com`. */
export const telemetryApiNames = (window: string): Names => ({
  window,
  label: (name) => JSON.stringify(name),
  series: (metric, part, matchers) =>
    selector('', [
      JSON.stringify(dotted(metric, part)),
      ...Object.entries(matchers).map(([label, matcher]) => JSON.stringify(label) + matcher),
    ]),
});
