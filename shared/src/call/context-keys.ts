/** Context keys of OpenTelemetry that the engine needs, and propagation while tracing is suppressed. */
import type { Context, Span } from '@opentelemetry/api';
import { createContextKey, isSpanContextValid, trace } from '../telemetry/otel-api';

/** The API does not export its key for the active span. `trace.setSpan` passes it to this probe. */
const keyOfActiveSpan = (): symbol => {
  let spanKey: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue: (key) => ((spanKey = key), probe),
    deleteValue: () => probe,
  };
  trace.setSpan(probe, trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }));
  return spanKey as unknown as symbol;
};

export const SPAN_KEY: symbol = keyOfActiveSpan();

/** The key of `suppressTracing` in @opentelemetry/core: `createContextKey` gives every copy the same symbol. */
export const SUPPRESSED_KEY: symbol = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/**
 * The context of a request whose own span is hidden. Propagators inject nothing while tracing is suppressed, but an
 * instrumentation starts its span and injects synchronously. So this context is suppressed only from the next microtask
 * on, and the request carries the trace context of the semantic span.
 */
class HiddenSend implements Context {
  private sending = true;

  constructor(private readonly call: Context) {
    queueMicrotask(() => (this.sending = false));
  }

  getValue(key: symbol): unknown {
    return key === SUPPRESSED_KEY ? !this.sending : this.call.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.call.setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.call.deleteValue(key);
  }
}

/** The context for an inner instrumentation that sets its suppressed `span` active inside `call`. */
export const hiddenSend = (call: Context, span: Span): Context | undefined =>
  isSpanContextValid(span.spanContext()) ? undefined : new HiddenSend(call);
