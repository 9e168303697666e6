/** Runs functions inside a call, and finds the call that is running. Works without a context manager too. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '@opentelemetry/api';
import { Interposer, type InterposedMethods } from '../objects/interposer';
import type { Method } from '../plugin-api/table';
import { context } from '../telemetry/otel-api';
import type { Call as PluginCall } from '../plugin-api/call';
import type { Call } from './call';
import { SUPPRESSED_KEY } from './context-keys';

/** The same context, but not suppressed: spans are created and the trace context is sent. */
class Unsuppressed implements Context {
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

/** The parent context of a child call: not suppressed, even if the outer call hides the spans of its own requests. */
export const startOfStep = (around: Call | undefined, active: Context): Context =>
  around?.hidesRequests === true ? new Unsuppressed(active) : active;

/** Runs a function so that propagators inject the trace context, even if the call hides the spans below it. */
export const withPropagation = <Result>(call: Call, run: () => Result): Result =>
  call.hidesRequests ? context.with(new Unsuppressed(call), run) : run();

/** Holds the running call if there is no context manager: in an application that records metrics only. */
const fallback = new AsyncLocalStorage<Call>();
let isFallbackUsed = false;

/** The same for libraries whose public methods call each other synchronously, at a tenth of the cost. */
let running: Call | undefined;

const runWithoutContextManager = (
  call: Call,
  fn: Method,
  target: unknown,
  args: readonly unknown[],
): unknown => {
  isFallbackUsed = true;
  if (call.recorder.plugin.innerCalls !== 'synchronous')
    return fallback.run(call, () => fn.apply(target, args as unknown[]));
  const before = running;
  running = call;
  try {
    return fn.apply(target, args as unknown[]);
  } finally {
    running = before;
  }
};

/** Calls a function with `call` as the active context: its span is active, and inner calls find it by `callIn`. */
export const runInside = (call: PluginCall, fn: Method, target: unknown, args: readonly unknown[]): unknown =>
  context.with(call, () =>
    context.active() === call
      ? fn.apply(target, args as unknown[])
      : runWithoutContextManager(call as Call, fn, target, args),
  );

/** Returns a function that makes these methods of an object run inside a call until it ends, whoever calls them. */
export const keepMethodsInside = (
  ...names: readonly string[]
): ((call: PluginCall, target: object) => void) => {
  const methods: InterposedMethods<PluginCall> = Object.fromEntries(
    names.map((name) => [
      name,
      (call: PluginCall, original: Method, target: unknown, args: readonly unknown[]): unknown =>
        call.ended ? original.apply(target, args as unknown[]) : runInside(call, original, target, args),
    ]),
  );
  const interposer = new Interposer<PluginCall>(methods);
  return (call, target) => void interposer.apply(target, call);
};

/** The call in `active` of the plugin with this key. It may have ended. */
export const callIn = (key: symbol, active: Context): Call | undefined => {
  const call = active.getValue(key) as Call | undefined;
  if (call !== undefined || !isFallbackUsed) return call;
  const stored = running?.key === key ? running : fallback.getStore();
  return stored?.key === key ? stored : undefined;
};

/** Whether the same context implies the same running call. Without a context manager it does not. */
export const contextIdentifiesCall = (): boolean => !isFallbackUsed;
