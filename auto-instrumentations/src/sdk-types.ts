/**
 * What this package's exports say about the SDK and the stock instrumentations. Written here and not imported, because those are
 * part of the bundle, and an application has releases of its own, whose types fit these.
 */
import type { IncomingMessage, RequestOptions } from 'node:http';
import type {
  Attributes,
  AttributeValue,
  Context,
  HrTime,
  Span,
  SpanContext,
  SpanKind,
  SpanStatus,
} from '@opentelemetry/api';

/** A span that has started. */
export interface StartedSpan {
  spanContext(): SpanContext;
  readonly parentSpanContext?: SpanContext;
}

/** A span that has ended. */
export interface EndedSpan extends StartedSpan {
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly duration: HrTime;
}

/** A span processor of an SDK, from 2.0 on. */
export interface SpanProcessorLike {
  onStart(span: StartedSpan, parent: Context): void;
  onEnd(span: EndedSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** How an export ended: 0 is success. */
export interface ExportResultLike {
  readonly code: number;
  readonly error?: Error;
}

/** An exporter of spans, metrics or log records. */
export interface ExporterLike {
  export(items: object, done: (result: ExportResultLike) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A detector of resource attributes, some of which may come later. */
export interface ResourceDetectorLike {
  detect(): {
    readonly attributes: Record<string, AttributeValue>;
  };
}

/** Options of `HttpInstrumentation`. */
export interface HttpHooks {
  readonly startOutgoingSpanHook: (options: RequestOptions) => Attributes;
  readonly startIncomingSpanHook: (request: IncomingMessage) => Attributes;
}

/** A request, as `UndiciInstrumentation` passes it to hooks. */
export interface UndiciRequest {
  readonly origin: string;
  readonly path: string;
  readonly headers: unknown;
}

/** Options of `UndiciInstrumentation`. */
export interface UndiciHooks {
  readonly startSpanHook: (request: UndiciRequest) => Attributes;
  readonly requestHook: (span: Span, request: UndiciRequest) => void;
}
