import { type Context, type TextMapPropagator, type TextMapSetter, trace } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { isByClientLibrary, isForGoogle } from './destinations';

/** What Google's servers are sent: the trace's context alone, all that is propagated, or nothing. */
export const TO_GOOGLE = ['tracecontext', 'all', 'none'] as const;

export type ToGoogle = (typeof TO_GOOGLE)[number];

/** Headers of trace contexts: of W3C, Google Cloud and Zipkin. Baggage, and what nobody knows, is not among them. */
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
 * A propagator that sends Google's servers no more than this, and all others what it would send anyway. Baggage is an
 * application's own: a user, a tenant. Google's are `*.googleapis.com`, the metadata server, and whatever one of
 * Google's client libraries asks, by HTTP or gRPC: also an emulator, or an endpoint of its own.
 *
 * ```ts
 * new NodeSDK({ textMapPropagator: propagateToGoogle('tracecontext') });
 * ```
 *
 * It knows where a request goes by its headers and its span. Of traces that are not sampled the instrumentation tells
 * it, where `redactMessages()` is around that, and with undici also the configuration of `redactUrls()`.
 *
 * @param what `tracecontext`: the trace's context alone; `all`; `none`
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
