import { factsOf, textOf } from './facts.ts';
import type { Paint } from './paint.ts';
import type { SpanRecord } from './record.ts';

interface Line {
  readonly span: SpanRecord;
  /** The tree's branches in front of the span's name. */
  readonly branches: string;
}

/**
 * Draws each trace as a tree, in the order in which they started:
 *
 * ```
 * Ada orders tea and a pot
 * POST /orders                       38.2 ms  200
 * └─ transaction                     31.0 ms  attempts 1
 *    └─ commit                        9.3 ms  batch size 5 · create 3 · update 2
 *       └─ grpc Commit                8.8 ms
 * ```
 *
 * @param titleOf what the person behind a request would call it
 */
export function drawTrees(
  spans: readonly SpanRecord[],
  titleOf: (root: SpanRecord) => string | undefined,
  paint: Paint,
): string {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === null || !byId.has(parentSpanId));
  const traces = roots.map((root) => [...linesBelow(root, spans)]);
  const width = Math.max(0, ...traces.flat().map((line) => labelOf(line).length));

  const drawLine = (line: Line): string => {
    const label =
      line.branches + (hasFailed(line.span) ? paint('red', nameOf(line.span)) : nameOf(line.span));
    const gap = ' '.repeat(width - labelOf(line).length);
    const notes = [...failureOf(line.span, paint), ...factsOf(line.span), ...linksOf(line.span, byId)];
    return `${label}${gap}  ${duration(line.span)}  ${notes.join(paint('dim', ' · '))}`.trimEnd();
  };

  return traces
    .map((lines, index) => {
      const title = titleOf(roots[index]!);
      const drawn = lines.map(drawLine);
      return (title === undefined ? drawn : [paint('bold', title), ...drawn]).join('\n');
    })
    .join('\n\n');
}

function* linesBelow(
  span: SpanRecord,
  spans: readonly SpanRecord[],
  branches = '',
  indent = '',
): Generator<Line> {
  yield { span, branches };
  const children = spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
  for (const child of children) {
    const [branch, trunk] = child === children.at(-1) ? ['└─ ', '   '] : ['├─ ', '│  '];
    yield* linesBelow(child, spans, indent + branch, indent + trunk);
  }
}

const labelOf = ({ span, branches }: Line) => branches + nameOf(span);

/**
 * gRPC's spans are named after the full method, of which the service is the same on every line; those of HTTP
 * requests after nothing but their method.
 */
function nameOf({ name, attributes }: SpanRecord): string {
  if (name.startsWith('grpc.')) return `grpc ${name.slice(name.lastIndexOf('/') + 1)}`;
  return name === attributes['http.request.method'] ? `http ${name}` : name;
}

function duration({ durationMs }: SpanRecord): string {
  return (
    durationMs < 1000 ? `${durationMs.toFixed(1)} ms` : `${(durationMs / 1000).toFixed(2)} s `
  ).padStart(9);
}

const hasFailed = ({ status }: SpanRecord) => status === 'ERROR';

function failureOf(span: SpanRecord, paint: Paint): string[] {
  return hasFailed(span) ? [paint('red', `✗ ${reasonOf(span)}`)] : [];
}

function reasonOf({ attributes }: SpanRecord): string {
  const type = attributes['error.type'];
  if (type !== undefined) return textOf(type);
  const code = attributes['rpc.grpc.status_code'];
  return code === undefined ? 'failed' : `code ${textOf(code)}`;
}

/** What a span is linked to, unless the tree shows it already. */
function linksOf({ links, parentSpanId }: SpanRecord, byId: ReadonlyMap<string, SpanRecord>): string[] {
  const linked = links.filter(({ spanId }) => spanId !== parentSpanId);
  const names = linked.flatMap(({ spanId }) => byId.get(spanId) ?? []).map(nameOf);
  return [...new Set(names)].map((name) => `linked to ${name}`);
}
