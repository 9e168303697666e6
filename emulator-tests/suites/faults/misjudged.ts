import { status } from '@grpc/grpc-js';
import type { SpanRecord } from '../../harness/index.ts';
import { caseAttribute, type Calls, type Seen } from '../calls.ts';

/** The `error.type` that matches what the application saw. */
function typeOf(seen: number | string): string {
  return typeof seen === 'number' ? (status[seen] ?? String(seen)) : seen;
}

interface Run {
  readonly spans: readonly SpanRecord[];
  readonly seen: Seen;
}

/**
 * The calls whose telemetry is wrong. Each call must have one span (a bulk writer: one per batch), which has failed if and only
 * if the application saw an error, with the same type.
 */
export function misjudged<Kit>({ spans, seen }: Run, calls: Calls<Kit>, scope: string): string[] {
  const semantic = spans.filter((span) => span.scope.name === scope);
  const cases = new Map(spans.map((span) => [span.attributes[caseAttribute], span]));

  return Object.entries(seen).flatMap(([title, result]) => {
    const [, call = ''] = /^\w+: (.*)$/.exec(title) ?? [];
    const around = cases.get(title);
    const own = semantic.filter((span) => span.parentSpanId === around?.spanId);
    const expected = result === 'fine' ? 'UNSET' : `ERROR ${typeOf(result)}`;
    const told = own.map(({ status: { code }, attributes }) =>
      [code, attributes['error.type']].filter(Boolean).join(' '),
    );
    if (calls[call]?.batched) {
      // The promise is for one write. Its failure is not that of the batch, but a failed request fails both.
      const failed = told.filter((outcome) => outcome !== 'UNSET');
      const asExpected = title.startsWith('request_') ? [expected] : [];
      return told.length > 0 && String(failed) === String(asExpected)
        ? []
        : [`${title}: ${told.join(', ')} instead of ${asExpected.join() || 'UNSET'}`];
    }
    return String(told) === expected
      ? []
      : [`${title}: ${told.join(', ') || 'no span'} instead of ${expected}`];
  });
}
