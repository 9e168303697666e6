/** Adds trace and severity to log entries, in the format of Cloud Logging. */
import { format } from 'node:util';
import { type Context, context, isSpanContextValid, trace, TraceFlags } from '@opentelemetry/api';
import { textIn } from './variables';

/** The fields by which Cloud Logging connects a log entry to its trace. */
export interface TraceLogFields {
  readonly 'logging.googleapis.com/trace'?: string;
  readonly 'logging.googleapis.com/spanId'?: string;
  readonly 'logging.googleapis.com/trace_sampled'?: boolean;
}

const NONE: TraceLogFields = {};

const projectFromEnvironment = (): string | undefined =>
  textIn('GOOGLE_CLOUD_PROJECT') ?? textIn('GCLOUD_PROJECT') ?? textIn('GCP_PROJECT');

/**
 * The fields for a structured log entry that is written now; none if no span is active.
 * https://cloud.google.com/logging/docs/structured-logging#special-payload-fields
 *
 * @param projectId The project that the traces are in. Default: `GOOGLE_CLOUD_PROJECT`, `GCLOUD_PROJECT`. Without one
 *   only the trace's id is written, which Cloud Logging completes if its agent knows the project
 */
export const traceLogFields = (
  projectId: string | undefined = projectFromEnvironment(),
  active: Context = context.active(),
): TraceLogFields => {
  const spanContext = trace.getSpanContext(active);
  if (spanContext === undefined || !isSpanContextValid(spanContext)) return NONE;
  const { traceId, spanId, traceFlags } = spanContext;
  return {
    'logging.googleapis.com/trace':
      projectId === undefined ? traceId : `projects/${projectId}/traces/${traceId}`,
    'logging.googleapis.com/spanId': spanId,
    'logging.googleapis.com/trace_sampled': (traceFlags & TraceFlags.SAMPLED) !== 0,
  };
};

/** Cloud Logging's severities, by pino's levels. */
const PINO_SEVERITY: { readonly [level: string]: string } = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/**
 * Options for pino: entries in Cloud Logging's format, with the trace in which they are written.
 *
 *     const logger = pino(pinoOptions());
 */
export const pinoOptions = (
  projectId?: string,
): {
  messageKey: string;
  mixin: () => TraceLogFields;
  formatters: { level: (label: string) => object };
} => ({
  messageKey: 'message',
  mixin: () => traceLogFields(projectId),
  formatters: { level: (label) => ({ severity: PINO_SEVERITY[label] ?? 'DEFAULT' }) },
});

const WINSTON_SEVERITY: { readonly [level: string]: string } = {
  error: 'ERROR',
  warn: 'WARNING',
  info: 'INFO',
  http: 'INFO',
  verbose: 'DEBUG',
  debug: 'DEBUG',
  silly: 'DEBUG',
};

/** A winston format that adds severity and trace to each entry. Put it before `format.json()`. */
export const winstonTraceFormat = (
  projectId?: string,
): { transform: <Info extends { level: string }>(info: Info) => Info } => ({
  transform: (info) =>
    Object.assign(info, { severity: WINSTON_SEVERITY[info.level] ?? 'DEFAULT' }, traceLogFields(projectId)),
});

const CONSOLE = { debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const;

/**
 * Makes `console` write one line of JSON per call, in Cloud Logging's format, with the trace in which it is written.
 * The message is what `console` would have written: it is formatted by Node.
 *
 * @returns A function that restores `console`
 */
export const consoleToCloudLogging = (projectId?: string, target: Console = console): (() => void) => {
  const before = new Map<string, unknown>();
  for (const [method, severity] of Object.entries(CONSOLE) as [keyof typeof CONSOLE, string][]) {
    before.set(method, target[method]);
    const stream = method === 'warn' || method === 'error' ? process.stderr : process.stdout;
    target[method] = (...args: unknown[]) => {
      stream.write(
        `${JSON.stringify({ severity, message: format(...args), ...traceLogFields(projectId) })}\n`,
      );
    };
  }
  return () => {
    for (const [method, original] of before) Object.assign(target, { [method]: original });
  };
};
