import type { ScenarioOutcome, SpanRecord } from '../../harness/index.ts';
import { rowAttribute } from '../calls.ts';
import type { Inner } from '../rows.ts';

type Emitted = Pick<ScenarioOutcome, 'spans' | 'metrics' | 'logs' | 'diagnostics'>;

/**
 * The places in the telemetry of this scope that contain a canary. Other scopes are not checked: instrumentation-grpc records the
 * server's message, including document names, as `grpc.error_message`.
 */
export function leaks(
  { spans, metrics, logs, diagnostics }: Emitted,
  scope: string,
  canary: string,
): string[] {
  const isOwn = (item: { readonly scope: { readonly name: string } }) => item.scope.name === scope;
  const sings = (value: unknown) => JSON.stringify(value).toLowerCase().includes(canary.toLowerCase());
  const places = (kind: string, name: string, item: object) =>
    Object.entries(item)
      .filter(([, value]) => sings(value))
      .map(([part]) => `${kind} ${name}: ${part}`);
  const found = [
    ...spans.filter(isOwn).flatMap((span) => places('span', span.name, span)),
    ...metrics.filter(isOwn).flatMap((metric) => places('metric', metric.name, metric)),
    ...logs.filter(isOwn).flatMap((log) => places('log', log.eventName ?? '', log)),
    ...diagnostics.filter(sings).map((line) => `diagnostic: ${line}`),
  ];
  return [...new Set(found)];
}

/** Failed spans of this scope that lack the message in one of the places that `captureErrorMessages` is for. */
export function silentFailures({ spans }: Pick<ScenarioOutcome, 'spans'>, scope: string): SpanRecord[] {
  const tells = ({ status, events }: SpanRecord) =>
    status.message !== undefined &&
    events.some(
      ({ attributes }) => 'exception.message' in attributes && 'exception.stacktrace' in attributes,
    );
  return spans.filter((span) => span.scope.name === scope && span.status.code === 'ERROR' && !tells(span));
}

/** A span without the fields that contain error messages with `captureErrorMessages`. */
export function withoutMessages(span: SpanRecord): SpanRecord {
  const events = span.events.map(({ name, attributes }) => {
    if (name !== 'exception') return { name, attributes };
    const { 'exception.message': _, 'exception.stacktrace': __, ...rest } = attributes;
    return { name, attributes: rest };
  });
  return { ...span, events, status: { code: span.status.code } };
}

/** The same for all spans. */
export const withoutAnyMessages = <Outcome extends Pick<ScenarioOutcome, 'spans'>>(
  outcome: Outcome,
): Outcome => ({ ...outcome, spans: outcome.spans.map(withoutMessages) });

const failing = /: (\w+) of the configuration threw; mend that function \(RangeError: of the application\)$/;

/** The application's functions that are reported to have thrown, with their messages; other diagnostics unchanged. */
export const toldFunctions = ({ diagnostics }: Pick<ScenarioOutcome, 'diagnostics'>): ReadonlySet<string> =>
  new Set(diagnostics.map((line) => failing.exec(line)?.[1] ?? line));

/** The functions of {@link failingConfig}. */
export const failingFunctions: ReadonlySet<string> = new Set([
  'ignoreOperation',
  'requestHook',
  'responseHook',
]);

/** The rows of a plugin's table for which no case with secrets left a span. No canary could detect a leak of theirs. */
export function rowsWithoutSecrets(
  { spans }: Pick<ScenarioOutcome, 'spans'>,
  scope: string,
  rows: readonly string[],
  inner: Inner,
): string[] {
  const own = spans.filter((span) => span.scope.name === scope);
  const hasSung = (row: string, span: RegExp) => {
    const cases = spans.filter(({ attributes }) => attributes[rowAttribute] === row);
    const traces = new Set(cases.map(({ traceId }) => traceId));
    return own.some(({ traceId, name }) => traces.has(traceId) && span.test(name));
  };
  return rows.filter((row) => {
    const { by, span } = inner[row] ?? { by: row, span: /./ };
    return !hasSung(by, span);
  });
}
