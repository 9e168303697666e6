export { ErrorKeepingSpanProcessor, type ErrorKeepingOptions } from './error-keeping';
export { type GcpExporters, gcpExporters } from './gcp-exporter';
export { type GcpInstrumentationsConfig, getGcpInstrumentations } from './instrumentations';
export type { PluginName } from './names';
export {
  consoleToCloudLogging,
  pinoOptions,
  traceLogFields,
  type TraceLogFields,
  winstonTraceFormat,
} from './log-fields';
export { redactUrls, type RedactedUrls } from './redact-urls';
export { XCloudTracePropagator } from './xcloudtrace-propagator';
