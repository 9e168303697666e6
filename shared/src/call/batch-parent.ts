import type { Context, Link } from '@opentelemetry/api';
import { isSpanContextValid, ROOT_CONTEXT, trace } from '../telemetry/otel-api';

/** Where a call goes back to, if not to where it is made. */
export interface BatchParent {
  readonly parent: Context;
  readonly links: Link[];
}

const spanOf = (cause: Context): string | undefined => trace.getSpanContext(cause)?.spanId;

/** Where the work of a batch was asked for: it is a child of the span that all share, of none where they share none. */
export const batchParentOf = (causes: readonly Context[]): BatchParent => {
  const links = new Map<string, Link>();
  for (const cause of causes) {
    const spanContext = trace.getSpanContext(cause);
    if (spanContext !== undefined && isSpanContextValid(spanContext))
      links.set(spanContext.spanId, { context: spanContext });
  }
  const [first] = causes;
  const shared = first !== undefined && causes.every((cause) => spanOf(cause) === spanOf(first));
  return { parent: shared ? first : ROOT_CONTEXT, links: [...links.values()] };
};
