/**
 * How spans, logs and metrics are collected and sent, by the variables of the specification. The SDK reads them only for
 * the pipelines that it makes itself.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
import { numberIn } from './variables';

/** The options whose variable is set. Zero is no batch, no queue and no time: it counts as not set. */
const options = <Option extends string>(variables: {
  readonly [name in Option]: string;
}): { [name in Option]?: number } => {
  const set: { [name in Option]?: number } = {};
  for (const [option, variable] of Object.entries(variables) as [Option, string][]) {
    const value = numberIn(variable);
    if (value !== undefined && value > 0) set[option] = value;
  }
  return set;
};

type Batching = 'maxQueueSize' | 'maxExportBatchSize' | 'scheduledDelayMillis' | 'exportTimeoutMillis';

/** A batch cannot be larger than the queue. The SDK would refuse to start. */
const batching = (prefix: string): { [name in Batching]?: number } => {
  const set = options({
    maxQueueSize: `${prefix}_MAX_QUEUE_SIZE`,
    maxExportBatchSize: `${prefix}_MAX_EXPORT_BATCH_SIZE`,
    scheduledDelayMillis: `${prefix}_SCHEDULE_DELAY`,
    exportTimeoutMillis: `${prefix}_EXPORT_TIMEOUT`,
  });
  const { maxQueueSize, maxExportBatchSize } = set;
  if (maxQueueSize !== undefined && maxExportBatchSize !== undefined && maxExportBatchSize > maxQueueSize)
    set.maxExportBatchSize = maxQueueSize;
  return set;
};

/** `OTEL_BSP_*` */
export const spanBatching = (): ReturnType<typeof batching> => batching('OTEL_BSP');

/** `OTEL_BLRP_*` */
export const logBatching = (): ReturnType<typeof batching> => batching('OTEL_BLRP');

/** `OTEL_METRIC_EXPORT_INTERVAL` and `OTEL_METRIC_EXPORT_TIMEOUT`. The SDK refuses a timeout above the interval. */
export const metricExporting = (): { exportIntervalMillis?: number; exportTimeoutMillis?: number } => {
  const set = options({
    exportIntervalMillis: 'OTEL_METRIC_EXPORT_INTERVAL',
    exportTimeoutMillis: 'OTEL_METRIC_EXPORT_TIMEOUT',
  });
  const { exportIntervalMillis, exportTimeoutMillis } = set;
  if (exportIntervalMillis !== undefined && exportTimeoutMillis !== undefined)
    set.exportTimeoutMillis = Math.min(exportTimeoutMillis, exportIntervalMillis);
  return set;
};
