import type { Context, Span } from '@opentelemetry/api';
import { createContextKey, isSpanContextValid, trace } from '../telemetry/otel-api';

/** The API keeps its key for the active span to itself; a context that is given a span is told it. */
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
 * The context in which a request is sent whose own span is hidden. Propagators send nothing while tracing is
 * suppressed; an instrumentation starts its span, and injects, in one go. So this context is not suppressed until
 * that go is over, and what leaves is the semantic span's identity.
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

/** What an instrumentation below gets when it makes `span` the active one, if `call` hides the spans below it. */
export const hiddenSend = (call: Context, span: Span): Context | undefined =>
  isSpanContextValid(span.spanContext()) ? undefined : new HiddenSend(call);
