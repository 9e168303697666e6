/** A span processor that exports at the end of each request. */
import { type Context, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** If the process is frozen between requests, as on Cloud Functions, the timer of a batch processor does not run. */
export class FlushOnRequest implements SpanProcessor {
  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, parent: Context): void {
    this.next.onStart(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    this.next.onEnd(span);
    const { kind, parentSpanContext } = span;
    const isEntry = kind === SpanKind.SERVER || kind === SpanKind.CONSUMER || parentSpanContext === undefined;
    if (isEntry) this.next.forceFlush().catch(() => {});
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}
