import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';

/**
 * The instrumentations of Google Cloud's clients record no id and, as they are configured here, no name of an object.
 * But other instrumentations see them pass: in the URLs of the service's own requests and of those to Cloud Storage,
 * and in the messages with which Firestore and Spanner refuse one. This takes them out before any exporter sees the span.
 * Register it before the processors that export.
 */
export class IdRedaction implements SpanProcessor {
  onStart(): void {}

  onEnd({ attributes }: ReadableSpan): void {
    const route = attributes['http.route'];
    if ('url.path' in attributes && route !== undefined) attributes['url.path'] = route;
    delete attributes['url.query'];
    const url = attributes['url.full'];
    if (typeof url === 'string')
      attributes['url.full'] = url.replace(/(?<=\/b\/[^/]+\/o\/)[^/?]+/, 'REDACTED');
    delete attributes['grpc.error_message'];
    delete attributes['grpc.error_name'];
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
