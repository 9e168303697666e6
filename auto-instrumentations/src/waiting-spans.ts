/** Spans that have ended and have not been exported. Nothing asynchronous runs after `process.exit()` or an uncaught error. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { flushTimeout } from './flush';
import { say } from './say';

/** What a span consists of, without functions, for another process. */
export interface PlainSpan extends Omit<ReadableSpan, 'spanContext' | 'resource'> {
  readonly context: ReturnType<ReadableSpan['spanContext']>;
  readonly resource: Pick<ReadableSpan['resource'], 'attributes' | 'schemaUrl'>;
}

/** What the other process is given. */
export interface Waiting {
  /** Whom they are exported to. */
  readonly to: string;
  readonly spans: readonly PlainSpan[];
}

const plain = (span: ReadableSpan): PlainSpan => ({
  name: span.name,
  kind: span.kind,
  context: span.spanContext(),
  ...(span.parentSpanContext !== undefined && { parentSpanContext: span.parentSpanContext }),
  startTime: span.startTime,
  endTime: span.endTime,
  status: span.status,
  attributes: span.attributes,
  links: span.links,
  events: span.events,
  duration: span.duration,
  ended: span.ended,
  resource: {
    attributes: span.resource.attributes,
    ...(span.resource.schemaUrl !== undefined && { schemaUrl: span.resource.schemaUrl }),
  },
  instrumentationScope: span.instrumentationScope,
  droppedAttributesCount: span.droppedAttributesCount,
  droppedEventsCount: span.droppedEventsCount,
  droppedLinksCount: span.droppedLinksCount,
});

/** Keeps the spans that are in the queue of a batch processor, and those that are on their way to the collector. */
class WaitingSpans {
  private readonly waiting = new Set<ReadableSpan>();

  /** @param limit the size of the processor's queue, which drops what comes beyond */
  constructor(private readonly limit: number) {}

  /** Takes note of each span before it gets to the batch processor. */
  before(next: SpanProcessor): SpanProcessor {
    return {
      onStart: (span: Span, parent: Context) => next.onStart(span, parent),
      onEnd: (span: ReadableSpan) => {
        const [oldest] = this.waiting.size >= this.limit ? this.waiting : [];
        if (oldest !== undefined) this.waiting.delete(oldest);
        this.waiting.add(span);
        next.onEnd(span);
      },
      forceFlush: () => next.forceFlush(),
      shutdown: () => next.shutdown(),
    };
  }

  /** Forgets spans when they are exported. Those that the collector has refused are refused once more. */
  during(exporter: SpanExporter): SpanExporter {
    const { waiting } = this;
    return {
      export(spans, done) {
        exporter.export(spans, (result) => {
          for (const span of spans) waiting.delete(span);
          done(result);
        });
      },
      forceFlush: async () => exporter.forceFlush?.(),
      shutdown: () => exporter.shutdown(),
    };
  }

  /**
   * Has another process export them, which this one waits for: it is about to end, and only runs what is synchronous.
   *
   * @param timeout in milliseconds
   */
  exportAtExit(to: string, timeout: number): void {
    process.once('exit', () => {
      if (this.waiting.size === 0) return;
      const given: Waiting = { to, spans: Array.from(this.waiting, plain) };
      // The flag itself must not run there.
      const { NODE_OPTIONS: _, ...env } = process.env;
      const { status, error } = spawnSync(process.execPath, [join(__dirname, 'waiting-process.js')], {
        input: serialize(given),
        stdio: ['pipe', 'inherit', 'inherit'],
        timeout,
        env,
      });
      if (status !== 0)
        say(
          `${given.spans.length} spans could not be exported at the exit${error === undefined ? '' : ` within ${timeout} ms`}`,
        );
    });
  }
}

/** A batch processor whose spans are exported at the exit of the process, too. */
export const flushedOnExit = (
  exporter: SpanExporter,
  batchesOf: (exporter: SpanExporter) => SpanProcessor,
  { to, limit }: { readonly to: string; readonly limit: number },
): SpanProcessor => {
  const waiting = new WaitingSpans(limit);
  waiting.exportAtExit(to, flushTimeout());
  return waiting.before(batchesOf(waiting.during(exporter)));
};
