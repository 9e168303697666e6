/** A span processor that exports a share of the traces, plus every failed or slow one. */
import { type Attributes, type Context, type Counter, metrics, SpanStatusCode } from '@opentelemetry/api';
import type { EndedSpan, SpanProcessorLike, StartedSpan } from './sdk-types';

export interface ErrorKeepingOptions {
  /** The share of the traces without a failure that is kept: 0 to 1. Decided by the trace's id, as ratio samplers do. */
  readonly ratio: number;
  /** Traces whose local root takes longer than this are kept, in milliseconds. @default no limit */
  readonly slowMs?: number;
  /** How many spans, of all traces, may wait for their trace to end. @default 20000 */
  readonly maxSpans?: number;
  /** How many traces may wait for their end. @default 2000 */
  readonly maxTraces?: number;
  /** A trace that has not ended after this time is decided early, in milliseconds. @default 60000 */
  readonly maxAgeMs?: number;
}

/** Why a trace was kept, or that it was dropped; `evicted` ones were decided before their end, to make room. */
type Decision = 'failed' | 'slow' | 'ratio' | 'dropped';

interface Pending {
  readonly spans: EndedSpan[];
  readonly since: number;
  /** The number of local roots that have not ended. */
  open: number;
  failed: boolean;
  slow: boolean;
}

/** The number of decisions that are remembered, for spans that end after their root. */
const REMEMBERED = 10_000;

const METER = '@gcp-otel/auto-instrumentations';

const isFailure = ({ status }: EndedSpan): boolean => status.code === SpanStatusCode.ERROR;

const durationMs = ({ duration: [seconds, nanoseconds] }: EndedSpan): number =>
  seconds * 1e3 + nanoseconds / 1e6;

/** Whether the parent of this span is in another process, or there is none. */
const isLocalRoot = ({ parentSpanContext }: StartedSpan): boolean =>
  parentSpanContext === undefined || parentSpanContext.isRemote === true;

/** The last 56 bits of a trace's id are random: https://www.w3.org/TR/trace-context-2/#random-trace-id-flag */
const randomOf = (traceId: string): number => Number.parseInt(traceId.slice(-13), 16) / 2 ** 52;

/**
 * Exports a ratio of the traces, plus every trace with a failed span in this process or a slow local root. Put it
 * between the tracer provider and a batch processor:
 *
 *     new ErrorKeepingSpanProcessor(new BatchSpanProcessor(exporter), { ratio: 0.01 })
 *
 * Spans wait until their local root ends, in bounded memory: when there is no more room, the oldest trace is decided by
 * what is known about it so far. The sampler in front must record every span (`OTEL_TRACES_SAMPLER=always_on`, the
 * default): what is not sampled never gets here. Other processes decide for themselves: a trace that is kept here for
 * its failure may lack their spans. Only traces that are kept by ratio represent others; metrics count everything.
 */
export class ErrorKeepingSpanProcessor implements SpanProcessorLike {
  private readonly pending = new Map<string, Pending>();
  private readonly decided = new Map<string, Decision>();
  private waiting = 0;
  private traces: Counter | undefined;
  private readonly limits: Required<ErrorKeepingOptions>;

  constructor(
    private readonly next: SpanProcessorLike,
    {
      ratio,
      slowMs = Infinity,
      maxSpans = 20_000,
      maxTraces = 2_000,
      maxAgeMs = 60_000,
    }: ErrorKeepingOptions,
  ) {
    if (!(ratio >= 0 && ratio <= 1)) throw new RangeError(`ratio must be between 0 and 1, but is ${ratio}`);
    this.limits = { ratio, slowMs, maxSpans, maxTraces, maxAgeMs };
  }

  onStart(span: StartedSpan, parent: Context): void {
    this.next.onStart(span, parent);
    if (!isLocalRoot(span)) return;
    const { traceId } = span.spanContext();
    this.decided.delete(traceId);
    const pending = this.pending.get(traceId);
    if (pending === undefined) this.admit(traceId);
    else pending.open++;
  }

  onEnd(span: EndedSpan): void {
    const { traceId } = span.spanContext();
    const pending = this.pending.get(traceId);
    if (pending === undefined) {
      this.late(traceId, span);
      return;
    }
    pending.spans.push(span);
    this.waiting++;
    pending.failed ||= isFailure(span);
    if (isLocalRoot(span)) {
      pending.slow ||= durationMs(span) > this.limits.slowMs;
      pending.open--;
    }
    if (pending.open <= 0) this.decide(traceId, pending, false);
    else this.makeRoom();
  }

  /** Exports the ended spans of waiting traces that are kept by what is known so far. */
  async forceFlush(): Promise<void> {
    for (const [traceId, pending] of this.pending)
      if (pending.spans.length > 0) this.passOn(traceId, pending);
    await this.next.forceFlush();
  }

  async shutdown(): Promise<void> {
    for (const [traceId, pending] of this.pending) this.decide(traceId, pending, true);
    await this.next.shutdown();
  }

  private admit(traceId: string): void {
    this.traces ??= this.measure();
    this.pending.set(traceId, { spans: [], since: Date.now(), open: 1, failed: false, slow: false });
    this.makeRoom();
  }

  /** Decides the oldest traces until all limits hold. The map is in the order of their start. */
  private makeRoom(): void {
    const { maxSpans, maxTraces, maxAgeMs } = this.limits;
    for (const [traceId, pending] of this.pending) {
      const isOld = Date.now() - pending.since > maxAgeMs;
      if (!isOld && this.pending.size <= maxTraces && this.waiting <= maxSpans) return;
      this.decide(traceId, pending, true);
    }
  }

  /** Exports the spans of a running trace if it is kept by what is known so far. Otherwise they keep waiting. */
  private passOn(traceId: string, pending: Pending): void {
    if (this.decisionOn(traceId, pending) === 'dropped') return;
    this.release(pending);
  }

  private decide(traceId: string, pending: Pending, evicted: boolean): void {
    const decision = this.decisionOn(traceId, pending);
    this.pending.delete(traceId);
    this.remember(traceId, decision);
    this.count(decision, evicted);
    if (decision === 'dropped') this.waiting -= pending.spans.length;
    else this.release(pending);
  }

  private decisionOn(traceId: string, { failed, slow }: Pending): Decision {
    if (failed) return 'failed';
    if (slow) return 'slow';
    return randomOf(traceId) < this.limits.ratio ? 'ratio' : 'dropped';
  }

  private release({ spans }: Pending): void {
    this.waiting -= spans.length;
    for (const span of spans.splice(0)) this.next.onEnd(span);
  }

  /** A span that ends after its root follows the decision about the trace. A failed span is exported even alone. */
  private late(traceId: string, span: EndedSpan): void {
    const decision =
      this.decided.get(traceId) ?? (randomOf(traceId) < this.limits.ratio ? 'ratio' : 'dropped');
    if (decision !== 'dropped' || isFailure(span)) this.next.onEnd(span);
  }

  private remember(traceId: string, decision: Decision): void {
    this.decided.set(traceId, decision);
    const [oldest] = this.decided.keys();
    if (this.decided.size > REMEMBERED && oldest !== undefined) this.decided.delete(oldest);
  }

  private count(decision: Decision, evicted: boolean): void {
    const attributes: Attributes = {
      'gcp.otel.decision': decision,
      ...(evicted && { 'gcp.otel.evicted': true }),
    };
    this.traces?.add(1, attributes);
  }

  /** Not before there is something to count: processors are constructed before the SDK has registered its meters. */
  private measure(): Counter {
    const meter = metrics.getMeter(METER);
    const traces = meter.createCounter('gcp.otel.error_keeping.traces', {
      unit: '{trace}',
      description: 'Traces that were decided about: kept, and why, or dropped.',
    });
    meter
      .createObservableGauge('gcp.otel.error_keeping.waiting_spans', {
        unit: '{span}',
        description: 'Spans that wait for their trace to end.',
      })
      .addCallback((result) => result.observe(this.waiting));
    return traces;
  }
}
