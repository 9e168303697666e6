import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { Context, Span } from '@opentelemetry/api';
import { context, createContextKey, isSpanContextValid, trace } from './api';
import type { Call } from './call';
import { override } from './override';
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

/** What may be iterated over, or read in another way. */
interface Source {
  _read?: Listener;
  readonly pipe?: unknown;
  readonly getReader?: unknown;
  readonly [Symbol.asyncIterator]?: () => Steps;
  readonly [Symbol.iterator]?: () => Steps;
}

interface Steps {
  readonly [step: string]: unknown;
}

type Methods = { [name: string]: Method };

/** Keeps these methods of an object inside `call`, wherever they are called from, as long as it lasts. */
export const keepInside = (call: Call, target: object, names: readonly string[]): void => {
  for (const name of names) {
    const method = (target as Methods)[name];
    if (typeof method !== 'function') continue;
    override(target as Methods, name, function (this: unknown, ...args: unknown[]): unknown {
      return call.ended ? method.apply(this, args) : runInside(call, method, this, args);
    });
  }
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

/** Remembers the place where it was made, so that the application's functions can run there later. */
export class Caller extends AsyncResource {
  constructor() {
    super('gcp-otel.caller');
  }

  /** `listener`, run where this caller was made. */
  bound(listener: Listener): Listener {
    const run = (self: unknown, args: unknown[]): unknown => this.runInAsyncScope(listener, self, ...args);
    return function (this: unknown, ...args: unknown[]) {
      return run(this, args);
    };
  }

  /**
   * A source of data whose steps run where this caller was made: a function that makes one, something to iterate over,
   * or a stream, which stays the one that it is.
   */
  source(data: unknown): unknown {
    if (typeof data === 'function')
      return (...args: unknown[]): unknown =>
        this.source(this.runInAsyncScope(data as Listener, undefined, ...args));
    if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
    const source = data as Source;
    if (typeof source._read === 'function') override(source, '_read', this.bound(source._read));
    // Streams of the web, and of old, are read in ways of their own.
    if (source._read ?? source.pipe ?? source.getReader) return data;
    for (const key of [Symbol.asyncIterator, Symbol.iterator] as const) {
      const iterate = source[key];
      if (iterate !== undefined) return { [key]: () => this.steps(iterate.call(data)) };
    }
    return data;
  }

  private steps(iterator: Steps): object {
    const bound: { [step: string]: Listener } = {};
    for (const step of ['next', 'return', 'throw']) {
      const original = iterator[step];
      if (typeof original === 'function')
        bound[step] = (...args) => this.runInAsyncScope(original as Listener, iterator, ...args);
    }
    return bound;
  }
}

export type Listener = (this: unknown, ...args: unknown[]) => unknown;
