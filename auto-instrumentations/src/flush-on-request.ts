/** A span processor that exports at the end of each request. */
import { type Context, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** If the process is frozen between requests, as on Cloud Functions, the timer of a batch processor does not run. */
export class FlushOnRequest implements SpanProcessor {
  private isFlushing = false;
  private isWanted = false;

  constructor(private readonly next: SpanProcessor) {}

  onStart(span: Span, parent: Context): void {
    this.next.onStart(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    this.next.onEnd(span);
    const { kind, parentSpanContext } = span;
    const isEntry = kind === SpanKind.SERVER || kind === SpanKind.CONSUMER || parentSpanContext === undefined;
    if (isEntry) void this.flush();
  }

  /** One at a time: an exporter refuses a batch if it is sending thirty, and those that wait can go as one. */
  private async flush(): Promise<void> {
    this.isWanted = true;
    if (this.isFlushing) return;
    this.isFlushing = true;
    while (this.isWanted) {
      this.isWanted = false;
      // oxlint-disable-next-line no-await-in-loop -- that is the point
      await this.next.forceFlush().catch(() => {});
    }
    this.isFlushing = false;
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}
