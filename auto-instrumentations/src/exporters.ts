import { createRequire } from 'node:module';
import { diag } from '@opentelemetry/api';
import { gcpDetector } from '@opentelemetry/resource-detector-gcp';
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
import { detectGCPResidency } from 'gcp-metadata';
import { ErrorKeepingSpanProcessor } from './error-keeping';
import { FlushOnRequest } from './flush-on-request';
import { gcpExporters } from './gcp-exporter';
import { EXPORTERS } from './names';
import { processDetectorWithoutCommand } from './process-detector';
import { say } from './say';
import { numberIn, oneOfIn } from './variables';

type Exporting = Partial<NodeSDKConfiguration> & {
  /** Puts the environment back, once the SDK has read it. */
  readonly restore: () => void;
};

/** Sets variables that are not set, for as long as the SDK reads them. */
const withDefaults = (defaults: { readonly [variable: string]: string }): (() => void) => {
  const added = Object.keys(defaults).filter((variable) => process.env[variable] === undefined);
  for (const variable of added) process.env[variable] = defaults[variable];
  return () => {
    for (const variable of added) Reflect.deleteProperty(process.env, variable);
  };
};

/** `GCP_OTEL_KEEP_RATIO`: every failed or slow trace is kept, and of the others this part. */
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

/** On Cloud Functions, and where `GCP_OTEL_FLUSH=request` asks for it, nothing runs between requests. */
const flushesOnRequest = (): boolean => {
  const asked = oneOfIn('GCP_OTEL_FLUSH', ['request', 'batch']);
  return asked === undefined ? process.env['FUNCTION_TARGET'] !== undefined : asked === 'request';
};

const processorsOf =
  (onRequest: boolean) =>
  (exporter: SpanExporter): SpanProcessor[] => {
    const processor = kept(new BatchSpanProcessor({ exporter }));
    return [onRequest ? new FlushOnRequest(processor) : processor];
  };

/** By what OTEL_EXPORTER_OTLP_PROTOCOL may say. Only the one that is asked for is loaded. */
const OTLP_PACKAGES: { readonly [protocol: string]: string } = {
  grpc: '@opentelemetry/exporter-trace-otlp-grpc',
  'http/json': '@opentelemetry/exporter-trace-otlp-http',
  'http/protobuf': '@opentelemetry/exporter-trace-otlp-proto',
};

const load = createRequire(__filename);

const otlpExporter = (): SpanExporter => {
  const { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: own, OTEL_EXPORTER_OTLP_PROTOCOL: common } = process.env;
  const name = OTLP_PACKAGES[own ?? common ?? ''] ?? OTLP_PACKAGES['http/protobuf']!;
  const { OTLPTraceExporter } = load(name) as { readonly OTLPTraceExporter: new () => SpanExporter };
  return new OTLPTraceExporter();
};

const SPAN_EXPORTERS: { readonly [name: string]: () => SpanExporter } = {
  otlp: otlpExporter,
  console: () => new ConsoleSpanExporter(),
};

/** The exporters that `OTEL_TRACES_EXPORTER` names, for processors of our own. */
const namedExporters = (): SpanExporter[] => {
  const names = (process.env['OTEL_TRACES_EXPORTER'] ?? 'otlp').split(',').map((name) => name.trim());
  return names.flatMap((name) => {
    if (name === 'none') return [];
    const make = SPAN_EXPORTERS[name];
    if (make === undefined)
      diag.warn(`OTEL_TRACES_EXPORTER: "${name}" is not supported with GCP_OTEL_KEEP_RATIO`);
    return make === undefined ? [] : [make()];
  });
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
 * What the process runs on: on Google Cloud the service, its revision, the cluster. Elsewhere nobody asks for them. How
 * it was started is told only where `OTEL_NODE_RESOURCE_DETECTORS` asks for it.
 */
const detectors = (): ResourceDetector[] => {
  const named = process.env['OTEL_NODE_RESOURCE_DETECTORS']?.split(',').map((name) => name.trim());
  if (named?.includes('all')) return Object.values(DETECTORS);
  return named === undefined
    ? [
        envDetector,
        processDetectorWithoutCommand,
        hostDetector,
        ...(detectGCPResidency() ? [gcpDetector] : []),
      ]
    : named.map((name) => DETECTORS[name]).filter((detector) => detector !== undefined);
};

/** What the SDK is to export, and where to, by the variables. */
export const exportersFromEnvironment = (): Exporting => {
  // Without it the `OTEL_*` variables decide.
  const exporter = oneOfIn('GCP_OTEL_EXPORTER', EXPORTERS);
  const onRequest = flushesOnRequest();
  const processors = processorsOf(onRequest);
  // The SDK makes processors of the variables by itself, where these do.
  const needsOwn = onRequest || process.env['GCP_OTEL_KEEP_RATIO'] !== undefined;
  if (exporter === 'gcp') {
    const { traces, metrics, logs, projectDetector } = gcpExporters();
    return {
      spanProcessors: processors(traces),
      metricReaders: [new PeriodicExportingMetricReader({ exporter: metrics })],
      logRecordProcessors: [new BatchLogRecordProcessor({ exporter: logs })],
      resourceDetectors: [...detectors(), projectDetector],
      restore: () => {},
    };
  }
  const restore =
    exporter === undefined
      ? () => {}
      : withDefaults({
          OTEL_TRACES_EXPORTER: exporter,
          OTEL_METRICS_EXPORTER: exporter,
          OTEL_LOGS_EXPORTER: exporter,
        });
  return {
    ...(needsOwn && { spanProcessors: namedExporters().flatMap(processors) }),
    resourceDetectors: detectors(),
    restore,
  };
};
