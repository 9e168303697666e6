/** Creates a plugin's metric instruments and records finished calls in them. */
import type { Counter, Histogram, MeterProvider } from '@opentelemetry/api';
import type { Attributes } from '../plugin-api/attributes';
import type { Description } from '../plugin-api/description';
import type { Measurement, Metric, Plugin, Record } from '../plugin-api/plugin';
import { labels } from './limits';
import { createNoopMeter } from './otel-api';
import type { OwnLabels } from './own-labels';

interface Instrument {
  readonly measure: Metric['measure'];
  readonly record: Record;
  readonly bills: boolean;
}

/** Its class tells whether a metrics SDK is registered. */
const NO_HISTOGRAM: Histogram = createNoopMeter().createHistogram('none');

/** The application can add attributes, but not override those of the plugin. */
const withLabels =
  (record: Record, added: Attributes): Record =>
  (value, attributes) =>
    record(value, { ...added, ...attributes });

/** The plugin's instruments, and what a finished call adds to them. */
export class Metrics {
  /** Whether a metrics SDK is registered. */
  active = false;
  private instruments: readonly Instrument[] = [];
  /** The shared attributes of the current call, which are truncated already. */
  private common: Attributes | undefined;

  constructor(
    private readonly plugin: Plugin,
    provider: MeterProvider,
  ) {
    this.use(provider);
  }

  use(provider: MeterProvider): void {
    const { name, version, schemaUrl, metrics } = this.plugin;
    const meter = provider.getMeter(name, version, { schemaUrl });
    let active = false;
    this.instruments = metrics.map(
      ({ name: metric, type, unit, description, boundaries, bills = false, measure }) => {
        const advice = boundaries && { explicitBucketBoundaries: [...boundaries] };
        const options = { unit, description, ...(advice && { advice }) };
        const instrument: Histogram | Counter =
          type === 'histogram'
            ? meter.createHistogram(metric, options)
            : meter.createCounter(metric, options);
        active ||= type === 'histogram' && instrument.constructor !== NO_HISTOGRAM.constructor;
        const record: Record =
          'record' in instrument
            ? (value, attributes) => instrument.record(value, this.short(attributes))
            : (value, attributes) => instrument.add(value, this.short(attributes));
        return { measure, record, bills };
      },
    );
    this.active = active;
  }

  record(measurement: Measurement, description: Description, own?: OwnLabels): void {
    if (!this.active) return;
    const { start, errorType } = measurement;
    const common =
      errorType === undefined
        ? (description.cachedMetricAttributes ??= labels(this.plugin.metricAttributes(start, undefined)))
        : labels(this.plugin.metricAttributes(start, errorType));
    this.common = common;
    for (const { measure, record, bills } of this.instruments) {
      const added = own && (bills ? { ...own.all, ...own.billing } : own.all);
      measure(measurement, common, added === undefined ? record : withLabels(record, added));
    }
  }

  private short(attributes: Attributes): Attributes {
    return attributes === this.common ? attributes : labels(attributes);
  }
}
