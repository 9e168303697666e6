import type { SpanRecord } from '../../harness/index.ts';

const transports = ['grpc', 'http', 'undici'].map((name) => `@opentelemetry/instrumentation-${name}`);
const statusCode = /^(?:[A-Z_]+|\d{3})$/;

export interface Layers {
  /** The plugin's scope. */
  readonly semantic: string;
  /** The scope of the client's own spans. */
  readonly native: string;
}

/**
 * What is wrong with the order of things: semantic spans stand above the transport's, the client's own nowhere. A call that
 * fails before it sends anything has no request below it, and neither has an empty one.
 */
export function misplaced(spans: readonly SpanRecord[], { semantic, native }: Layers): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const ancestors = (span: SpanRecord): SpanRecord[] => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent ? [parent, ...ancestors(parent)] : [];
  };
  const requests = spans.filter(({ scope }) => transports.includes(scope.name));
  const withRequest = new Set(requests.flatMap(ancestors));

  const natives = spans.filter(({ scope }) => scope.name === native);
  const bare = requests.filter((span) => !ancestors(span).some(({ scope }) => scope.name === semantic));
  const idle = spans.filter(
    (span) =>
      span.scope.name === semantic && span.kind === 'CLIENT' && !withRequest.has(span) && !sendsNothing(span),
  );
  const doubled = spans.filter(
    (span) => isCall(span) && ancestors(span).some((ancestor) => isCall(ancestor)),
  );
  return [
    ...natives.map(({ name }) => `native span: ${name}`),
    ...bare.map(({ name }) => `request without a semantic span above it: ${name}`),
    ...idle.map(({ name }) => `semantic span without a request below it: ${name}`),
    ...doubled.map(({ name }) => `call inside a call: ${name}`),
  ];

  function isCall({ scope, kind }: SpanRecord): boolean {
    return scope.name === semantic && kind === 'CLIENT';
  }
}

function sendsNothing({ attributes }: SpanRecord): boolean {
  const reason = attributes['error.type'];
  return (
    attributes['db.operation.batch.size'] === 0 || (typeof reason === 'string' && !statusCode.test(reason))
  );
}
