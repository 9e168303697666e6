/** Adds trace and severity to log entries, in the format of Cloud Logging. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
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

/**
 * Where Error Reporting looks for the stack of an error.
 * https://cloud.google.com/error-reporting/docs/formatting-error-messages
 */
const stackOf = (error: unknown): { readonly stack_trace?: string } => {
  const stack: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'stack') : undefined;
  return typeof stack === 'string' ? { stack_trace: stack } : {};
};

/** Cloud Logging's severities by pino's levels, the highest first. A custom level has that of the next one below. */
const PINO_SEVERITIES: readonly (readonly [from: number, severity: string])[] = [
  [60, 'CRITICAL'],
  [50, 'ERROR'],
  [40, 'WARNING'],
  [30, 'INFO'],
];

const pinoSeverity = (level: number): string =>
  PINO_SEVERITIES.find(([from]) => level >= from)?.[1] ?? 'DEBUG';

/**
 * Options for pino: entries in Cloud Logging's format, with the trace in which they are written, and the stack of a
 * logged error. They can be combined with `transport`, of one target or of several.
 *
 *     const logger = pino(pinoOptions());
 */
export const pinoOptions = (
  projectId?: string,
): {
  messageKey: string;
  mixin: (entry: object, level: number) => object;
} => ({
  messageKey: 'message',
  // Not a formatter of levels: pino refuses that beside several targets.
  mixin: (entry, level) => ({
    severity: pinoSeverity(level),
    ...stackOf((entry as { readonly err?: unknown }).err),
    ...traceLogFields(projectId),
  }),
});

/** Of winston's own levels, of syslog's, and of what others call theirs. */
const WINSTON_SEVERITY: { readonly [level: string]: string } = {
  emerg: 'EMERGENCY',
  alert: 'ALERT',
  crit: 'CRITICAL',
  critical: 'CRITICAL',
  fatal: 'CRITICAL',
  error: 'ERROR',
  warning: 'WARNING',
  warn: 'WARNING',
  notice: 'NOTICE',
  info: 'INFO',
  http: 'INFO',
  verbose: 'DEBUG',
  debug: 'DEBUG',
  silly: 'DEBUG',
  trace: 'DEBUG',
};

/**
 * A winston format that adds severity, trace and the stack of a logged error to each entry. Put it before `format.json()`,
 * and after `format.errors({ stack: true })`. A level of your own whose name it does not know has the severity `DEFAULT`.
 */
export const winstonTraceFormat = (
  projectId?: string,
): { transform: <Info extends { level: string }>(info: Info) => Info } => ({
  transform: (info) =>
    Object.assign(
      info,
      { severity: WINSTON_SEVERITY[info.level] ?? 'DEFAULT' },
      stackOf(info),
      traceLogFields(projectId),
    ),
});

/** The methods of `console` that write, and the severity of what they write. */
const CONSOLE = {
  debug: 'DEBUG',
  trace: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  dir: 'INFO',
  dirxml: 'INFO',
  table: 'INFO',
  count: 'INFO',
  timeLog: 'INFO',
  timeEnd: 'INFO',
  group: 'INFO',
  warn: 'WARNING',
  countReset: 'WARNING',
  error: 'ERROR',
  assert: 'ERROR',
} as const;

/** As Node's own console does. */
const TO_STDERR: ReadonlySet<keyof Console> = new Set(['warn', 'countReset', 'error', 'assert', 'trace']);

/** These keep a state and write nothing. */
const SILENT = ['groupEnd', 'time'] as const;

/** A console whose output is a text. */
class TextConsole {
  private text = '';
  private readonly console: Console;

  constructor() {
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        this.text += String(chunk);
        done();
      },
    });
    this.console = new Console(stream);
  }

  /** What a call of a method writes, without the end of its last line. */
  written(method: keyof typeof CONSOLE | (typeof SILENT)[number], args: readonly unknown[]): string {
    this.text = '';
    Reflect.apply(this.console[method], this.console, args);
    return this.text.replace(/\n$/, '');
  }

  /** The same for `console.trace`, with the stack of whoever called `caller`. */
  traced(args: readonly unknown[], caller: () => void): string {
    const traced = { name: 'Trace', message: this.written('log', args), stack: '' };
    Error.captureStackTrace(traced, caller);
    return traced.stack;
  }
}

/**
 * Makes `console` write one line of JSON per call, in Cloud Logging's format, with the trace in which it is written. The
 * message is what Node's own `console` would have written, however many lines it has.
 *
 * @returns A function that restores `console`
 */
export const consoleToCloudLogging = (projectId?: string, target: Console = console): (() => void) => {
  const before = new Map<string, unknown>();
  const own = new TextConsole();
  const replace = (method: keyof Console, replacement: (...args: unknown[]) => void): void => {
    before.set(method, target[method]);
    Object.assign(target, { [method]: replacement });
  };
  for (const [method, severity] of Object.entries(CONSOLE) as [keyof typeof CONSOLE, string][])
    replace(method, function logged(...args) {
      const message = method === 'trace' ? own.traced(args, logged) : own.written(method, args);
      // An assertion that holds.
      if (message === '' && method === 'assert') return;
      const stream = TO_STDERR.has(method) ? process.stderr : process.stdout;
      stream.write(`${JSON.stringify({ severity, message, ...traceLogFields(projectId) })}\n`);
    });
  for (const method of SILENT) replace(method, (...args) => void own.written(method, args));
  return () => {
    for (const [method, original] of before) Object.assign(target, { [method]: original });
  };
};
