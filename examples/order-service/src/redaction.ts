import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/**
 * The Firestore instrumentation records no document id, but other instrumentations see them pass: in the paths of the
 * service's own URLs, and in the messages with which Firestore refuses a request. This takes them out before any
 * exporter sees the span. Register it before the processors that export.
 */
export class IdRedaction implements SpanProcessor {
  onStart(): void {}

  onEnd({ attributes }: ReadableSpan): void {
    const route = attributes['http.route'];
    if ('url.path' in attributes && route !== undefined) attributes['url.path'] = route;
    delete attributes['url.query'];
    delete attributes['grpc.error_message'];
    delete attributes['grpc.error_name'];
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
