import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '@opentelemetry/api';
import { Interposer, type InterposedMethods } from '../objects/interposer';
import type { Method } from '../plugin-api/table';
import { context } from '../telemetry/otel-api';
import type { Call as PluginCall } from '../plugin-api/call';
import type { Call } from './call';
import { SUPPRESSED_KEY } from './context-keys';

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

/** Carries the running call where no context manager does: in a program with metrics only. */
const carrier = new AsyncLocalStorage<Call>();
let carrying = false;

/** The same, for libraries whose public methods call each other before they first wait: a tenth of the price. */
let running: Call | undefined;

const carry = (call: Call, fn: Method, target: unknown, args: readonly unknown[]): unknown => {
  carrying = true;
  if (call.recorder.plugin.innerCalls !== 'synchronous')
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
export const runInside = (call: PluginCall, fn: Method, target: unknown, args: readonly unknown[]): unknown =>
  context.with(call, () =>
    context.active() === call ? fn.apply(target, args as unknown[]) : carry(call as Call, fn, target, args),
  );

/** Makes what keeps these methods of an object inside a call, wherever they are called from, as long as it lasts. */
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

/** The call of the plugin with this key that `active` is part of, running or over. */
export const callIn = (key: symbol, active: Context): Call | undefined => {
  const call = active.getValue(key) as Call | undefined;
  if (call !== undefined || !carrying) return call;
  const carried = running?.key === key ? running : carrier.getStore();
  return carried?.key === key ? carried : undefined;
};

/** Whether two moments with the same context are in the same place of the program: not where the carrier differs. */
export const contextTells = (): boolean => !carrying;
