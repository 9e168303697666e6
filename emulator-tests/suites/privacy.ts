import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';

type Emitted = Pick<ScenarioOutcome, 'spans' | 'metrics' | 'logs' | 'diagnostics'>;

/**
 * Where a canary sings in what this scope has emitted. The spans of other scopes are their own: instrumentation-grpc records the
 * server's message, document name included, as `grpc.error_message`.
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

/** Spans of this scope that failed, and do not tell why in all the places that `captureErrorMessages` is for. */
export function silentFailures({ spans }: Pick<ScenarioOutcome, 'spans'>, scope: string): SpanRecord[] {
  const tells = ({ status, events }: SpanRecord) =>
    status.message !== undefined &&
    events.some(
      ({ attributes }) => 'exception.message' in attributes && 'exception.stacktrace' in attributes,
    );
  return spans.filter((span) => span.scope.name === scope && span.status.code === 'ERROR' && !tells(span));
}

/** A span without the places where the message of an error stands when it was asked for. */
export function withoutMessages(span: SpanRecord): SpanRecord {
  const events = span.events.map(({ name, attributes }) => {
    if (name !== 'exception') return { name, attributes };
    const { 'exception.message': _, 'exception.stacktrace': __, ...rest } = attributes;
    return { name, attributes: rest };
  });
  return { ...span, events, status: { code: span.status.code } };
}
