import type { SpanRecord } from '../../harness/index.ts';

const transports = ['grpc', 'http', 'undici'].map((name) => `@opentelemetry/instrumentation-${name}`);
const statusCode = /^(?:[A-Z_]+|\d{3})$/;

export interface Layers {
  /** The plugin's scope. */
  readonly semantic: string;
  /** The scope of the client's own spans. */
  readonly native: string;
  /** Requests that the client makes for itself: they are in nobody's trace. */
  readonly background?: RegExp;
  /** What the client complains about to OpenTelemetry, with us and without. */
  readonly complaint?: RegExp;
}

/**
 * What is wrong with the order of things: semantic spans stand above the transport's, the client's own nowhere. A call that
 * fails before it sends anything has no request below it, and neither has an empty one. What a client does for itself is below nothing.
 */
export function misplaced(spans: readonly SpanRecord[], { semantic, native, background }: Layers): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const ancestors = (span: SpanRecord): SpanRecord[] => {
    const parent = byId.get(span.parentSpanId ?? '');
    return parent ? [parent, ...ancestors(parent)] : [];
  };
  const requests = spans.filter(({ scope }) => transports.includes(scope.name));
  const withRequest = new Set(requests.flatMap(ancestors));

  const natives = spans.filter(({ scope }) => scope.name === native);
  const isOwn = ({ name }: SpanRecord) => background?.test(name) === true;
  const bare = requests.filter(
    (span) => !isOwn(span) && !ancestors(span).some(({ scope }) => scope.name === semantic),
  );
  // A retry of one may be below it.
  const foreign = requests.filter(
    (span) => isOwn(span) && [span, ...ancestors(span)].some((one) => !isOwn(one) || isOrphan(one)),
  );
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
    ...foreign.map(({ name }) => `the client's own request in a trace: ${name}`),
    ...idle.map(({ name }) => `semantic span without a request below it: ${name}`),
    ...doubled.map(({ name }) => `call inside a call: ${name}`),
  ];

  function isOrphan({ parentSpanId }: SpanRecord): boolean {
    return parentSpanId !== undefined && !byId.has(parentSpanId);
  }

  function isCall({ scope, kind }: SpanRecord): boolean {
    return scope.name === semantic && kind === 'CLIENT';
  }
}

/** Without what a client does for itself, if that is in nobody's trace: when it does it is its own affair. */
export function withoutBackground(spans: readonly SpanRecord[], { background }: Layers): SpanRecord[] {
  return spans.filter(({ name, parentSpanId }) => parentSpanId !== undefined || !background?.test(name));
}

function sendsNothing({ attributes }: SpanRecord): boolean {
  const reason = attributes['error.type'];
  return (
    attributes['db.operation.batch.size'] === 0 || (typeof reason === 'string' && !statusCode.test(reason))
  );
}
