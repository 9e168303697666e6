import type { Counter, Histogram, MeterProvider } from '@opentelemetry/api';
import { createNoopMeter } from './otel-api';
import type { Description } from '../plugin-api/description';
import type { Measurement, Metric, Plugin, Record } from '../plugin-api/plugin';

interface Instrument {
  readonly measure: Metric['measure'];
  readonly record: Record;
}

/** What an instrument is where no SDK for metrics is registered. */
const NO_HISTOGRAM: Histogram = createNoopMeter().createHistogram('none');

/** The plugin's instruments, and what a finished call adds to them. */
export class Metrics {
  /** Whether anybody listens. */
  active = false;
  private instruments: readonly Instrument[] = [];
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
    this.instruments = metrics.map(({ name: metric, type, unit, description, boundaries, measure }) => {
      const advice = boundaries && { explicitBucketBoundaries: [...boundaries] };
      const options = { unit, description, ...(advice && { advice }) };
      const instrument: Histogram | Counter =
        type === 'histogram' ? meter.createHistogram(metric, options) : meter.createCounter(metric, options);
      active ||= type === 'histogram' && instrument.constructor !== NO_HISTOGRAM.constructor;
      const record: Record =
        'record' in instrument
          ? (value, attributes) => instrument.record(value, attributes)
          : (value, attributes) => instrument.add(value, attributes);
      return { measure, record };
    });
    this.active = active;
  }

  record(measurement: Measurement, description: Description): void {
    if (!this.active) return;
    const { start, errorType } = measurement;
    const common =
      errorType === undefined
        ? (description.cachedMetricAttributes ??= this.plugin.metricAttributes(start, undefined))
        : this.plugin.metricAttributes(start, errorType);
    for (const { measure, record } of this.instruments) measure(measurement, common, record);
  }
}
