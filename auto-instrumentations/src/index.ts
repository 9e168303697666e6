/** Public exports, for applications that set up the SDK themselves. */
export { ErrorKeepingSpanProcessor, type ErrorKeepingOptions } from './error-keeping';
export { type GcpExporters, gcpExporters } from './gcp-exporter';
export { getGcpInstrumentations } from './instrumentations';
export type { GcpInstrumentationsConfig, PluginName } from './plugins';
export {
  consoleToCloudLogging,
  pinoOptions,
  traceLogFields,
  type TraceLogFields,
  winstonTraceFormat,
} from './log-fields';
export { processDetectorWithoutCommand } from './process-detector';
export { propagateToGoogle, type ToGoogle } from './propagate-to-google';
export { redactMessages, type RedactMessagesOptions } from './redact-messages';
export { redactUrls, type RedactedUrls, type RedactUrlsOptions } from './redact-urls';
export { XCloudTracePropagator } from './xcloudtrace-propagator';
