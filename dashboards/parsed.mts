/** What is in a query: its syntax tree tells. */
import { parser } from '@prometheus-io/lezer-promql';
import { exporterLabel, exporterName } from './names.mts';

/** A name in a query. */
export interface Name {
  readonly kind: 'metric' | 'label';
  readonly name: string;
  /** Where it is. */
  readonly from: number;
  readonly to: number;
}

const unquoted = (text: string): string => (text.startsWith('"') ? (JSON.parse(text) as string) : text);

/** All metrics and labels that a query names, from left to right. Throws if it is no PromQL. */
export const namesIn = (query: string): readonly Name[] => {
  const names: Name[] = [];
  parser.parse(query).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${query}`);
      const isMetric =
        (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') ||
        (type.name === 'QuotedLabelName' && node.parent?.name === 'LabelMatchers');
      const isLabel = type.name === 'LabelName' || type.name === 'QuotedLabelName';
      if (isMetric || isLabel)
        names.push({ kind: isMetric ? 'metric' : 'label', name: unquoted(query.slice(from, to)), from, to });
    },
  });
  return names;
};

/** A query with the names of the Telemetry API, with those that the SDK's Prometheus exporter writes instead. */
export const withExporterNames = (query: string): string => {
  let translated = '';
  let end = 0;
  for (const { kind, name, from, to } of namesIn(query)) {
    translated += query.slice(end, from);
    translated += kind === 'metric' ? `__name__="${exporterName(name)}"` : exporterLabel(name);
    end = to;
  }
  return translated + query.slice(end);
};

/** A query without the variables of dashboards, which Prometheus does not know: for every job, as far back as this. */
export const withoutVariables = (query: string, window: string): string =>
  query.replaceAll(/\$__rate_interval|\$\{__interval\}/g, window).replaceAll('$job', '.*');
