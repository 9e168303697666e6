/** Keeps error messages out of the spans of other instrumentations. */
import { redacted } from '@gcp-otel/shared';
import {
  type Attributes,
  type Exception,
  type Span,
  type SpanStatus,
  trace,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { goesToGoogle } from './destinations';
import { isGoogleHost } from './google-hosts';
import { booleanIn } from './variables';

export interface RedactMessagesOptions {
  /**
   * Keep messages and stacks of errors in the spans, without queries of URLs, tokens and keys.
   * @default the value of `GCP_OTEL_CAPTURE_ERROR_MESSAGES`; if that is not set, `false`, as in the plugins
   */
  readonly captureErrorMessages?: boolean;
}

/** Attributes that contain the message or stack of an error. */
const QUOTING = ['grpc.error_message', 'error.message', 'exception.message', 'exception.stacktrace'] as const;

type Quote = (message: string) => string | undefined;

const nothing: Quote = () => undefined;

const quoted = (attributes: Attributes, quote: Quote): Attributes => {
  const isQuoting = QUOTING.some((name) => name in attributes);
  if (!isQuoting) return attributes;
  const found = QUOTING.filter((name) => name in attributes);
  const rest = { ...attributes };
  for (const name of found) {
    const text = quote(String(attributes[name]));
    if (text === undefined) Reflect.deleteProperty(rest, name);
    else rest[name] = text;
  }
  return rest;
};

const exceptionOf = (thrown: Exception, quote: Quote): Exception => {
  const { code, name, message, stack } = (typeof thrown === 'string' ? { message: thrown } : thrown) as {
    readonly [field in 'code' | 'name' | 'message' | 'stack']?: string;
  };
  const quotedMessage = message === undefined ? undefined : quote(message);
  const stackTrace = stack === undefined ? undefined : quote(stack);
  return {
    name: name ?? 'Error',
    ...(code !== undefined && { code }),
    ...(quotedMessage !== undefined && { message: quotedMessage }),
    ...(stackTrace !== undefined && { stack: stackTrace }),
  };
};

const nameGoogle = (attributes: Attributes | undefined): boolean => {
  const server = attributes?.['server.address'];
  return typeof server === 'string' && isGoogleHost(server);
};

type Methods = Pick<Span, 'setAttributes' | 'setStatus' | 'recordException'>;

/** What stands for a span's own methods. One for all spans of an instrumentation, because each request has several. */
const quotingMethods = ({ setAttributes, setStatus, recordException }: Methods, quote: Quote): Methods => ({
  setAttributes(this: Span, attributes) {
    return setAttributes.call(this, quoted(attributes, quote));
  },
  setStatus(this: Span, { code, message }: SpanStatus) {
    const text = message === undefined ? undefined : quote(message);
    return setStatus.call(this, text === undefined ? { code } : { code, message: text });
  },
  recordException(this: Span, thrown, time) {
    recordException.call(this, exceptionOf(thrown, quote), time);
  },
});

/** Replaces the methods of a span, so that error messages never reach it. */
type Watch = (span: Span) => Span;

const watchedBy = (quote: Quote): Watch => {
  let last: { readonly original: Methods; readonly quoting: Methods } | undefined;
  const methodsFor = (span: Span): Methods => {
    const { setAttributes, setStatus, recordException } = span;
    const isKnown =
      last?.original.setAttributes === setAttributes &&
      last.original.setStatus === setStatus &&
      last.original.recordException === recordException;
    if (isKnown) return last!.quoting;
    const original = { setAttributes, setStatus, recordException };
    const quoting = quotingMethods(original, quote);
    last = { original, quoting };
    return quoting;
  };
  return (span) => {
    if (span.isRecording()) return Object.assign(span, methodsFor(span));
    // It stores no attributes, but the propagator must know where its request goes.
    span.setAttributes = (attributes) => {
      if (nameGoogle(attributes)) goesToGoogle(span);
      return span;
    };
    return span;
  };
};

const watchingTracer = (tracer: Tracer, watched: Watch): Tracer => ({
  startSpan(name, options, context) {
    const span = tracer.startSpan(name, options, context);
    if (!span.isRecording() && nameGoogle(options?.attributes)) goesToGoogle(span);
    return watched(span);
  },
  startActiveSpan: tracer.startActiveSpan.bind(tracer),
});

const watchingProvider = (provider: TracerProvider, quote: Quote): TracerProvider => ({
  getTracer: (...named) => watchingTracer(provider.getTracer(...named), watchedBy(quote)),
});

/**
 * Keeps error messages out of the spans of an instrumentation: `grpc.error_message`, the description of a status,
 * message and stack of an exception. Servers quote requests in them, even ids of documents. The kind of error stays:
 * its type, its code, its status.
 *
 * ```ts
 * new NodeSDK({ instrumentations: [redactMessages(new GrpcInstrumentation())] });
 * ```
 *
 * It changes the spans as they are made, so that no exporter and no processor sees more.
 *
 * @returns the same instrumentation
 */
export const redactMessages = <Instrumented extends Instrumentation>(
  instrumentation: Instrumented,
  { captureErrorMessages = booleanIn('GCP_OTEL_CAPTURE_ERROR_MESSAGES', false) }: RedactMessagesOptions = {},
): Instrumented => {
  const quote = captureErrorMessages ? redacted : nothing;
  const setTracerProvider = instrumentation.setTracerProvider.bind(instrumentation);
  instrumentation.setTracerProvider = (provider) => setTracerProvider(watchingProvider(provider, quote));
  // The instrumentation has its tracer already, and without NodeSDK nobody would set the provider again.
  instrumentation.setTracerProvider(trace.getTracerProvider());
  return instrumentation;
};
