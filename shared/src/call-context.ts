import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Span } from '@opentelemetry/api';
import { context, createContextKey, isSpanContextValid, trace } from './api';
import type { Call } from './call';
import { Interposer, type InterposedMethods } from './interpose';
import type { Method } from './plugin';

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

/** The same context, where spans are made and the trace context is sent though a call hides the spans below it. */
class Shown implements Context {
  constructor(private readonly call: Context) {}

  getValue(key: symbol): unknown {
    return key === SUPPRESSED_KEY ? false : this.call.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.call.setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.call.deleteValue(key);
  }
}

/** The context that a step of a call starts in, though the call hides the spans of its own requests. */
export const startOfStep = (around: Call | undefined, active: Context): Context =>
  around?.hidesRequests === true ? new Shown(active) : active;

/** Runs a function where propagators work, also inside a call that hides the spans below it. */
export const withPropagation = <Result>(call: Call, run: () => Result): Result =>
  call.hidesRequests ? context.with(new Shown(call), run) : run();

/** What an instrumentation below gets when it makes `span` the active one, if `call` hides the spans below it. */
export const hiddenSend = (call: Context, span: Span): Context | undefined =>
  isSpanContextValid(span.spanContext()) ? undefined : new HiddenSend(call);

/** Carries the running call where no context manager does: in a program with metrics only. */
const carrier = new AsyncLocalStorage<Call>();
let carrying = false;

/** The same, for libraries whose public methods call each other before they first wait: a tenth of the price. */
let running: Call | undefined;

const carry = (call: Call, fn: Method, target: unknown, args: readonly unknown[]): unknown => {
  carrying = true;
  if (call.engine.plugin.innerCalls !== 'synchronous')
    return carrier.run(call, () => fn.apply(target, args as unknown[]));
  const before = running;
  running = call;
  try {
    return fn.apply(target, args as unknown[]);
  } finally {
    running = before;
  }
};

/** Calls a function inside `call`: with its span active, and its mark on everything that the function starts. */
export const runInside = (call: Call, fn: Method, target: unknown, args: readonly unknown[]): unknown =>
  context.with(call, () =>
    context.active() === call ? fn.apply(target, args as unknown[]) : carry(call, fn, target, args),
  );

/** Makes what keeps these methods of an object inside a call, wherever they are called from, as long as it lasts. */
export const keepsInside = (...names: readonly string[]): ((call: Call, target: object) => void) => {
  const methods: InterposedMethods<Call> = Object.fromEntries(
    names.map((name) => [
      name,
      (call: Call, original: Method, target: unknown, args: readonly unknown[]): unknown =>
        call.ended ? original.apply(target, args as unknown[]) : runInside(call, original, target, args),
    ]),
  );
  const interposer = new Interposer<Call>(methods);
  return (call, target) => void interposer.apply(target, call);
};

/** The call of the plugin with this key that `active` is part of, running or over. */
export const callIn = (key: symbol, active: Context): Call | undefined => {
  const call = active.getValue(key) as Call | undefined;
  if (call !== undefined || !carrying) return call;
  const carried = running?.key === key ? running : carrier.getStore();
  return carried?.key === key ? carried : undefined;
};

/** Whether two moments with the same context are in the same place of the program: not where the carrier differs. */
export const contextTells = (): boolean => !carrying;
