/** A propagator that limits what is sent to Google's servers. */
import { type Context, type TextMapPropagator, type TextMapSetter, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { isByClientLibrary, isForGoogle } from './destinations';

/** What Google's servers are sent: only the trace context, all that is propagated, or nothing. */
export const TO_GOOGLE = ['tracecontext', 'all', 'none'] as const;

export type ToGoogle = (typeof TO_GOOGLE)[number];

/** Trace context headers of W3C, Google Cloud and Zipkin. Baggage and unknown headers do not match. */
const TRACE_CONTEXT = /^(?:traceparent|tracestate|x-cloud-trace-context|b3|x-b3-[a-z]+)$/i;

const onlyTraceContext = (setter: TextMapSetter): TextMapSetter => ({
  set(carrier, key, value) {
    if (TRACE_CONTEXT.test(key)) setter.set(carrier, key, value);
  },
});

const goesToGoogle = (context: Context, carrier: unknown): boolean => {
  if (isByClientLibrary(carrier)) return true;
  const span = trace.getSpan(context);
  return span !== undefined && isForGoogle(span);
};

/**
 * A propagator that sends Google's servers no more than this, and all others what it would send anyway. Baggage is the
 * application's data: a user, a tenant. Google's servers are `*.googleapis.com`, the metadata server, and every server
 * that a Google client library calls, by HTTP or gRPC, including an emulator or a custom endpoint.
 *
 * ```ts
 * new NodeSDK({ textMapPropagator: propagateToGoogle('tracecontext') });
 * ```
 *
 * It finds out where a request goes from its headers and its span. For traces that are not sampled it needs
 * `redactMessages()` around the instrumentation, and with undici also the configuration of `redactUrls()`.
 *
 * @param what `tracecontext`: only the trace context; `all`; `none`
 * @param propagator what is propagated to others. Default: W3C's trace context and baggage
 */
export const propagateToGoogle = (
  what: ToGoogle,
  propagator: TextMapPropagator = new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
  }),
): TextMapPropagator => {
  if (what === 'all') return propagator;
  return {
    inject(context, carrier, setter) {
      if (!goesToGoogle(context, carrier)) propagator.inject(context, carrier, setter);
      else if (what === 'tracecontext') propagator.inject(context, carrier, onlyTraceContext(setter));
    },
    extract: (context, carrier, getter) => propagator.extract(context, carrier, getter),
    fields: () => propagator.fields(),
  };
};
