/** Chooses exporters, span processors and resource detectors by the environment variables. */
import {
  envDetector,
  hostDetector,
  osDetector,
  processDetector,
  type ResourceDetector,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
// Not the package's main file, which loads an HTTP client.
import { detectGCPResidency } from 'gcp-metadata/build/src/gcp-residency';
import { logBatching, metricExporting, spanBatching } from './batching';
import { ErrorKeepingSpanProcessor } from './error-keeping';
import type * as GcpDetector from './gcp-detector';
import { flushTimeout } from './flush';
import { FlushOnRequest } from './flush-on-request';
import { gcpExporters } from './gcp-exporter';
import { EXPORTERS } from './names';
import { processDetectorWithoutCommand } from './process-detector';
import { say } from './say';
import { spanExporter } from './span-exporters';
import { booleanIn, listIn, numberIn, oneOfIn, textIn } from './variables';
import { WaitingSpans } from './waiting-spans';

type Exporting = Partial<NodeSDKConfiguration> & {
  /** Restores the environment after the SDK has read it. */
  readonly restore: () => void;
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

const flushesOnExit = (): boolean => booleanIn('GCP_OTEL_FLUSH_ON_EXIT', false);

/** By default only on Cloud Functions, where nothing runs between requests. `GCP_OTEL_FLUSH` overrides that. */
const flushesOnRequest = (): boolean => {
  const mode = oneOfIn('GCP_OTEL_FLUSH', ['request', 'batch']);
  return mode === undefined ? textIn('FUNCTION_TARGET') !== undefined : mode === 'request';
};

/** The default of `OTEL_BSP_MAX_QUEUE_SIZE`. */
const QUEUE_SIZE = 2048;

/** A processor that sends spans to an exporter in batches; with `GCP_OTEL_FLUSH_ON_EXIT`, the rest at the exit. */
const batched = (name: string, exporter: SpanExporter): SpanProcessor => {
  const batching = spanBatching();
  if (!flushesOnExit()) return new BatchSpanProcessor({ exporter, ...batching });
  const waiting = new WaitingSpans(batching.maxQueueSize ?? QUEUE_SIZE);
  waiting.exportAtExit(name, flushTimeout());
  return waiting.before(new BatchSpanProcessor({ exporter: waiting.during(exporter), ...batching }));
};

const processorsOf =
  (onRequest: boolean) =>
  ([name, exporter]: readonly [name: string, exporter: SpanExporter]): SpanProcessor[] => {
    const processor = kept(batched(name, exporter));
    return [onRequest ? new FlushOnRequest(processor) : processor];
  };

/** The exporters that `OTEL_TRACES_EXPORTER` names, needed if we construct the span processors ourselves. */
const namedExporters = (): (readonly [name: string, exporter: SpanExporter])[] => {
  const names = listIn('OTEL_TRACES_EXPORTER');
  return (names.length === 0 ? ['otlp'] : names).flatMap((name) => {
    const exporter = name === 'none' ? undefined : spanExporter(name);
    return exporter === undefined ? [] : [[name, exporter] as const];
  });
};

/** Only used on Google Cloud, and only loaded there: it brings an HTTP client. */
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

/** Whether a signal goes to Google Cloud: not with `OTEL_<signal>_EXPORTER=none`. */
const isExported = (signal: 'TRACES' | 'METRICS' | 'LOGS'): boolean =>
  !listIn(`OTEL_${signal}_EXPORTER`).includes('none');

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
  const onRequest = flushesOnRequest();
  const processors = processorsOf(onRequest);
  // The SDK makes processors of the variables by itself, where these do.
  const needsOwn = onRequest || flushesOnExit() || textIn('GCP_OTEL_KEEP_RATIO') !== undefined;
  if (exporter === 'gcp') {
    const { traces, metrics, logs, projectDetector } = gcpExporters();
    return {
      spanProcessors: isExported('TRACES') ? processors(['gcp', traces]) : [],
      metricReaders: isExported('METRICS')
        ? [new PeriodicExportingMetricReader({ exporter: metrics, ...metricExporting() })]
        : [],
      logRecordProcessors: isExported('LOGS')
        ? [new BatchLogRecordProcessor({ exporter: logs, ...logBatching() })]
        : [],
      resourceDetectors: [...detectors(), projectDetector],
      restore: () => {},
    };
  }
  const others = exporter ?? defaultExporter();
  const restore =
    others === undefined
      ? () => {}
      : withDefaults(Object.fromEntries(SIGNAL_EXPORTERS.map((variable) => [variable, others])));
  return {
    ...(needsOwn && { spanProcessors: namedExporters().flatMap(processors) }),
    resourceDetectors: detectors(),
    restore,
  };
};
