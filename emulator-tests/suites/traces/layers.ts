import type { SpanRecord } from '../../harness/index.ts';

const transports = ['grpc', 'http', 'undici'].map((name) => `@opentelemetry/instrumentation-${name}`);
const statusCode = /^(?:[A-Z_]+|\d{3})$/;

export interface Layers {
  /** The plugin's scope. */
  readonly semantic: string;
  /** The scope of the client's own spans. */
  readonly native: string;
  /** Background requests of the client, which are outside of every trace. */
  readonly background?: RegExp;
  /** A diagnostic of OpenTelemetry that the client causes, with or without the plugin. */
  readonly complaint?: RegExp;
}

/**
 * The violations of the order of layers: plugin spans are above transport spans, and there are no native spans. A call that fails
 * before it sends a request, or has nothing to send, has no child. Background requests have no parent.
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
  // A retry may be a child of the failed request.
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

/** The spans without background requests, whose time varies. */
export function withoutBackground(spans: readonly SpanRecord[], { background }: Layers): SpanRecord[] {
  return spans.filter(({ name, parentSpanId }) => parentSpanId !== undefined || !background?.test(name));
}

function sendsNothing({ attributes }: SpanRecord): boolean {
  const reason = attributes['error.type'];
  return (
    attributes['db.operation.batch.size'] === 0 || (typeof reason === 'string' && !statusCode.test(reason))
  );
}
