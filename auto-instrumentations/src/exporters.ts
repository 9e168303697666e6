/** Chooses exporters, span processors and resource detectors by the environment variables. */
import { OTLPTraceExporter as OverGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as AsJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as AsProtobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
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
import {
  BatchSpanProcessor,
  ConsoleSpanExporter,
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
import { EXPORTERS } from './names';
import { processDetectorWithoutCommand } from './process-detector';
import { say } from './say';
import { listIn, numberIn, oneOfIn, textIn } from './variables';

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

/** By default only on Cloud Functions, where nothing runs between requests. `GCP_OTEL_FLUSH` overrides that. */
const flushesOnRequest = (): boolean => {
  const mode = oneOfIn('GCP_OTEL_FLUSH', ['request', 'batch']);
  return mode === undefined ? textIn('FUNCTION_TARGET') !== undefined : mode === 'request';
};

const processorsOf =
  (onRequest: boolean) =>
  (exporter: SpanExporter): SpanProcessor[] => {
    const processor = kept(new BatchSpanProcessor({ exporter, ...spanBatching() }));
    return [onRequest ? new FlushOnRequest(processor) : processor];
  };

/** By the value of OTEL_EXPORTER_OTLP_PROTOCOL. */
const OTLP_EXPORTERS: { readonly [protocol: string]: new () => SpanExporter } = {
  grpc: OverGrpc,
  'http/json': AsJson,
  'http/protobuf': AsProtobuf,
};

const otlpExporter = (): SpanExporter => {
  const protocol = textIn('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? textIn('OTEL_EXPORTER_OTLP_PROTOCOL');
  const Exporter = OTLP_EXPORTERS[protocol ?? ''] ?? AsProtobuf;
  return new Exporter();
};

const SPAN_EXPORTERS: { readonly [name: string]: () => SpanExporter } = {
  otlp: otlpExporter,
  console: () => new ConsoleSpanExporter(),
  zipkin: () => new ZipkinExporter(),
};

/** The exporters that `OTEL_TRACES_EXPORTER` names, needed if we construct the span processors ourselves. */
const namedExporters = (): SpanExporter[] => {
  const names = listIn('OTEL_TRACES_EXPORTER');
  return (names.length === 0 ? ['otlp'] : names).flatMap((name) => {
    if (name === 'none') return [];
    const make = SPAN_EXPORTERS[name];
    if (make === undefined)
      say(
        `OTEL_TRACES_EXPORTER: there is no exporter "${name}", and no span goes there; there are ${Object.keys(SPAN_EXPORTERS).join(', ')} and none`,
      );
    return make === undefined ? [] : [make()];
  });
};

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
  const needsOwn = onRequest || textIn('GCP_OTEL_KEEP_RATIO') !== undefined;
  if (exporter === 'gcp') {
    const { traces, metrics, logs, projectDetector } = gcpExporters();
    return {
      spanProcessors: isExported('TRACES') ? processors(traces) : [],
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
