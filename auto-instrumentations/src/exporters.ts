/** Chooses exporters, span processors and resource detectors by the environment variables. */
import {
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  type ResourceDetector,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import {
  BatchLogRecordProcessor,
  type LogRecordExporter,
  type LogRecordProcessor,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import {
  BatchSpanProcessor,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
// Not the package's main file, which loads an HTTP client.
import { detectGCPResidency } from 'gcp-metadata/build/src/gcp-residency';
import { logBatching, metricExporting, spanBatching } from './batching';
import { ErrorKeepingSpanProcessor } from './error-keeping';
import type * as GcpDetector from './gcp-detector';
import { FlushOnRequest } from './flush-on-request';
import { gcpExporters } from './gcp-exporter';
import { Losses } from './dropped';
import {
  CONSOLE,
  GOOGLE_CLOUD,
  isExported,
  namedLogPipelines,
  namedMetricPipelines,
  namedSpanPipelines,
} from './named-exporters';
import { EXPORTERS } from './names';
import { processDetectorWithoutCommand } from './process-detector';
import { say } from './say';
import { booleanIn, listIn, numberIn, oneOfIn, textIn } from './variables';
import { flushedOnExit } from './waiting-spans';

type Exporting = Partial<NodeSDKConfiguration> & {
  /** Restores the environment after the SDK has read it. */
  readonly restore: () => void;
  /** Tells how much was lost. `isCutShort`: the last export was not waited for. */
  readonly sumUp: (isCutShort: boolean) => void;
};

/** Sets variables that are not set. Returns a function that removes them again. */
const withDefaults = (defaults: { readonly [variable: string]: string }): (() => void) => {
  const added = Object.keys(defaults).filter((variable) => process.env[variable] === undefined);
  for (const variable of added) process.env[variable] = defaults[variable];
  return () => {
    for (const variable of added) Reflect.deleteProperty(process.env, variable);
  };
};

/** `GCP_OTEL_KEEP_RATIO` keeps this share of the traces, plus every failed or slow one. */
const kept = (next: SpanProcessor): SpanProcessor => {
  const ratio = numberIn('GCP_OTEL_KEEP_RATIO');
  if (ratio === undefined) return next;
  if (ratio > 1) {
    say(`GCP_OTEL_KEEP_RATIO must be between 0 and 1, but is ${ratio}; every trace is exported`);
    return next;
  }
  const slowMs = numberIn('GCP_OTEL_KEEP_SLOWER_THAN');
  return new ErrorKeepingSpanProcessor(next, { ratio, ...(slowMs !== undefined && { slowMs }) });
};

/** By default only on Cloud Functions, where nothing runs between requests. `GCP_OTEL_FLUSH` overrides that. */
const flushesOnRequest = (): boolean => {
  const mode = oneOfIn('GCP_OTEL_FLUSH', ['request', 'batch']);
  return mode === undefined ? textIn('FUNCTION_TARGET') !== undefined : mode === 'request';
};

/** The default of `OTEL_BSP_MAX_QUEUE_SIZE`. */
const QUEUE_SIZE = 2048;

/** Makes what collects the signals and hands them to exporters, and knows what is lost there. */
class Pipelines {
  private readonly all: Losses[] = [];

  constructor(private readonly onRequest: boolean) {}

  spans(exporter: SpanExporter, to: string): SpanProcessor {
    const losses = this.losses('spans', to);
    return this.batched(losses.watch(exporter), to, losses);
  }

  /** Printed at once, unless the spans of a trace wait for its end. */
  printedSpans(exporter: SpanExporter): SpanProcessor {
    const waits = this.onRequest || textIn('GCP_OTEL_KEEP_RATIO') !== undefined;
    return waits ? this.batched(exporter, CONSOLE) : new SimpleSpanProcessor({ exporter });
  }

  metrics(exporter: PushMetricExporter, to: string): PeriodicExportingMetricReader {
    return new PeriodicExportingMetricReader({
      exporter: this.losses('metrics', to).watch(exporter),
      ...metricExporting(),
    });
  }

  logs(exporter: LogRecordExporter, to: string): LogRecordProcessor {
    const losses = this.losses('log records', to);
    return new BatchLogRecordProcessor({
      exporter: losses.watch(exporter),
      selfObsMeterProvider: losses.meters,
      ...logBatching(),
    });
  }

  sumUp(isCutShort: boolean): void {
    for (const losses of this.all) losses.sumUp(isCutShort);
  }

  private losses(...of: ConstructorParameters<typeof Losses>): Losses {
    const losses = new Losses(...of);
    this.all.push(losses);
    return losses;
  }

  private batched(exporter: SpanExporter, to: string, losses?: Losses): SpanProcessor {
    const selfObsMeterProvider = losses?.meters;
    const batching = spanBatching();
    const batchesOf = (sent: SpanExporter): SpanProcessor =>
      new BatchSpanProcessor({
        exporter: sent,
        ...(selfObsMeterProvider && { selfObsMeterProvider }),
        ...batching,
      });
    const processor = kept(
      booleanIn('GCP_OTEL_FLUSH_ON_EXIT', false)
        ? flushedOnExit(exporter, batchesOf, { to, limit: batching.maxQueueSize ?? QUEUE_SIZE })
        : batchesOf(exporter),
    );
    return this.onRequest ? new FlushOnRequest(processor) : processor;
  }
}

const gcpDetector: ResourceDetector = {
  detect() {
    const loaded = require('./gcp-detector') as typeof GcpDetector;
    return loaded.gcpDetector.detect();
  },
};

/** By their names in `OTEL_NODE_RESOURCE_DETECTORS`. */
const DETECTORS: { readonly [name: string]: ResourceDetector } = {
  env: envDetector,
  host: hostDetector,
  os: osDetector,
  process: processDetector,
  serviceinstance: serviceInstanceIdDetector,
  gcp: gcpDetector,
};

/**
 * Detectors of what the process runs on. On Google Cloud, that includes the service, its revision or the cluster; the
 * detector for them is not used elsewhere. The command line is only recorded if `OTEL_NODE_RESOURCE_DETECTORS` asks for
 * it.
 */
const detectors = (): ResourceDetector[] => {
  const named = listIn('OTEL_NODE_RESOURCE_DETECTORS');
  if (named.includes('all')) return Object.values(DETECTORS);
  return named.length === 0
    ? [
        envDetector,
        processDetectorWithoutCommand,
        hostDetector,
        ...(detectGCPResidency() ? [gcpDetector] : []),
      ]
    : named.map((name) => DETECTORS[name]).filter((detector) => detector !== undefined);
};

const SIGNAL_EXPORTERS = ['OTEL_TRACES_EXPORTER', 'OTEL_METRICS_EXPORTER', 'OTEL_LOGS_EXPORTER'];

/**
 * The exporters of signals whose variable is not set. Who prints one signal and names no collector has none, so the others
 * are not sent to one.
 */
const defaultExporter = (): string | undefined => {
  const isPrinted = SIGNAL_EXPORTERS.some((variable) => listIn(variable).includes('console'));
  const hasCollector = Object.keys(process.env).some((variable) =>
    variable.startsWith('OTEL_EXPORTER_OTLP_'),
  );
  return isPrinted && !hasCollector ? 'none' : undefined;
};

/** The configuration of the SDK's exports, by the environment variables. */
export const exportersFromEnvironment = (): Exporting => {
  // Without it, the `OTEL_*` variables decide.
  const exporter = oneOfIn('GCP_OTEL_EXPORTER', EXPORTERS);
  const pipelines = new Pipelines(flushesOnRequest());
  const sumUp = (isCutShort: boolean): void => pipelines.sumUp(isCutShort);
  if (exporter === 'gcp') {
    const { traces, metrics, logs, projectDetector } = gcpExporters();
    const to = GOOGLE_CLOUD;
    return {
      spanProcessors: isExported('TRACES') ? [pipelines.spans(traces, to)] : [],
      metricReaders: isExported('METRICS') ? [pipelines.metrics(metrics, to)] : [],
      logRecordProcessors: isExported('LOGS') ? [pipelines.logs(logs, to)] : [],
      resourceDetectors: [...detectors(), projectDetector],
      restore: () => {},
      sumUp,
    };
  }
  const others = exporter ?? defaultExporter();
  const restore =
    others === undefined
      ? () => {}
      : withDefaults(Object.fromEntries(SIGNAL_EXPORTERS.map((variable) => [variable, others])));
  const logRecordProcessors = namedLogPipelines<LogRecordProcessor>({
    sent: (logs, to) => pipelines.logs(logs, to),
    printed: (logs) => new SimpleLogRecordProcessor({ exporter: logs }),
  });
  return {
    spanProcessors: [
      ...namedSpanPipelines({
        sent: (spans, to) => pipelines.spans(spans, to),
        printed: (spans) => pipelines.printedSpans(spans),
      }),
    ],
    metricReaders: [
      ...namedMetricPipelines({
        sent: (metrics, to) => pipelines.metrics(metrics, to),
        printed: (metrics) => new PeriodicExportingMetricReader({ exporter: metrics }),
      }),
    ],
    // For none the SDK would register a provider all the same, if it were not to look at the variable itself.
    ...(logRecordProcessors.length > 0 && { logRecordProcessors: [...logRecordProcessors] }),
    resourceDetectors: detectors(),
    restore,
    sumUp,
  };
};
