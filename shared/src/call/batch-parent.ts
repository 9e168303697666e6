/** Finds the parent and the links of a call that does a batch of work queued in several contexts. */
import type { Context, Link } from '@opentelemetry/api';
import { isSpanContextValid, ROOT_CONTEXT, trace } from '../telemetry/otel-api';

export interface BatchParent {
  readonly parent: Context;
  readonly links: Link[];
}

const spanOf = (origin: Context): string | undefined => trace.getSpanContext(origin)?.spanId;

/** Links to the spans of all contexts. If they share one span, that is the parent; otherwise there is none. */
export const batchParentOf = (origins: readonly Context[]): BatchParent => {
  const links = new Map<string, Link>();
  for (const origin of origins) {
    const spanContext = trace.getSpanContext(origin);
    if (spanContext !== undefined && isSpanContextValid(spanContext))
      links.set(spanContext.spanId, { context: spanContext });
  }
  const [first] = origins;
  const shared = first !== undefined && origins.every((origin) => spanOf(origin) === spanOf(first));
  return { parent: shared ? first : ROOT_CONTEXT, links: [...links.values()] };
};
