import type { Attributes } from '@opentelemetry/api';
import type { SpanRecord } from './telemetry.ts';

type Drawn = Pick<
  SpanRecord,
  'name' | 'kind' | 'spanId' | 'parentSpanId' | 'startTime' | 'attributes' | 'status'
>;

export interface DrawOptions<Span> {
  /** Text to append to a span's line. */
  readonly attributes?: (span: Span) => string;
}

/**
 * Spans as an indented tree, one line each: the kind's letter, the name, and `! <error.type>` on failures. Siblings are in the
 * order of their start, or in the given order if their start times are equal.
 *
 *     I transaction
 *       C get users
 *         C grpc BatchGetDocuments
 *       C commit ! ABORTED
 *         C grpc Commit ! 10
 */
export function drawTree<Span extends Drawn>(
  spans: readonly Span[],
  options: DrawOptions<Span> = {},
): string {
  const ids = new Set(spans.map((span) => span.spanId));
  const ordered = spans.toSorted((a, b) => a.startTime - b.startTime);
  const childrenOf = (parent?: Span) =>
    ordered.filter(({ parentSpanId }) =>
      parent ? parentSpanId === parent.spanId : parentSpanId === undefined || !ids.has(parentSpanId),
    );
  const draw = (span: Span, depth: number): string[] => [
    '  '.repeat(depth) + line(span, options),
    ...childrenOf(span).flatMap((child) => draw(child, depth + 1)),
  ];
  return childrenOf()
    .flatMap((root) => draw(root, 0))
    .join('\n');
}

function line<Span extends Drawn>(span: Span, { attributes }: DrawOptions<Span>): string {
  // `grpc.google.firestore.v1.Firestore/Commit`
  const name = span.name.replace(/^grpc\..*\//, 'grpc ');
  const parts = [kindLetter(span.kind), name];
  if (span.status.code === 'ERROR') parts.push('!', failure(span.attributes));
  const added = attributes?.(span);
  if (added) parts.push(added);
  return parts.filter(Boolean).join(' ');
}

function kindLetter(kind: SpanRecord['kind']): string {
  return { INTERNAL: 'I', CLIENT: 'C', SERVER: 'S', PRODUCER: 'P', CONSUMER: 'Q' }[kind];
}

function failure(attributes: Attributes): string {
  const reason = attributes['error.type'] ?? attributes['rpc.grpc.status_code'];
  return typeof reason === 'string' || typeof reason === 'number' ? String(reason) : '';
}
