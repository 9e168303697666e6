/**
 * Wrappers for internal methods of a library: steps of a call, or work that the library continues from elsewhere. They
 * start no calls; they restore contexts, count, and patch classes that no file exports.
 */
import type { Context } from '@opentelemetry/api';
import { keepMethodsInside, runInside, withPropagation } from '../call/active-call';
import type { Call } from '../call/call';
import { Caller, type Listener } from '../call/caller';
import { SUPPRESSED_KEY } from '../call/context-keys';
import type { Engine } from '../call/engine';
import type { ClientInstrumentationConfig } from '../plugin-api/options';
import type { Method, Wrapper } from '../plugin-api/table';
import { callbackIndex } from '../results/promise-and-callback';
import { context, ROOT_CONTEXT } from '../telemetry/otel-api';

const isSuppressed = (active: Context): boolean => active.getValue(SUPPRESSED_KEY) === true;

/** Runs `listener` with the running call before the internal method runs. */
export const onInternalCall =
  <Args extends readonly unknown[]>(listener: (call: Call, args: Args) => void): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const call = engine.running();
        if (call !== undefined) engine.runSafely(() => listener(call, args as unknown as Args));
        return original.apply(this, args);
      },
    }).step;

/**
 * Wraps a method in which the library injects the trace context into the headers of a request, before a callback sends
 * the request. Propagators inject nothing while tracing is suppressed, so suppression starts only with the callback.
 */
export const propagateFromCall: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.running();
      const index = callbackIndex(args);
      if (call?.hidesRequests !== true || index < 0) return original.apply(this, args);
      const callback = args[index] as Method;
      const inCall = function (this: unknown, ...results: unknown[]): unknown {
        return runInside(call, callback, this, results);
      };
      return withPropagation(call, () => original.apply(this, args.with(index, inCall)) as unknown);
    },
  }).step;

/**
 * Restores the context of the call for work that the library continues from elsewhere (a timer, an event of an earlier
 * request). Otherwise the spans of later requests would be children of earlier ones, not siblings.
 */
export const restoreCallContext: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const active = context.active();
      const call = engine.enabled ? engine.callIn(active) : undefined;
      if (call === undefined || call === active) return original.apply(this, args);
      // The application suppressed tracing here, though not for the call.
      if (isSuppressed(active) && !isSuppressed(call)) return original.apply(this, args);
      return runInside(call, original, this, args);
    },
  }).step;

/**
 * Wraps a method that takes a function and returns a new one. The inner function runs in the context in which the
 * returned one was called, however late: the library may queue it behind another request, whose response then runs it.
 */
export const bindResultToCaller: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [inner, ...rest] = args;
      if (!engine.enabled || typeof inner !== 'function') return original.apply(this, args);
      let caller: Caller | undefined;
      const boundInner = (...innerArgs: unknown[]): unknown =>
        caller === undefined
          ? Reflect.apply(inner, undefined, innerArgs)
          : caller.runInAsyncScope(inner as Listener, undefined, ...innerArgs);
      const outer: unknown = original.call(this, boundInner, ...rest);
      if (typeof outer !== 'function') return outer;
      return (...outerArgs: unknown[]): unknown => {
        caller = new Caller();
        return Reflect.apply(outer, undefined, outerArgs);
      };
    },
  }).step;

/** Runs background work outside of every trace: no call waits for it, or many share it. */
export const runInRootContext: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      if (!engine.enabled) return original.apply(this, args);
      return context.with(ROOT_CONTEXT, () => original.apply(this, args) as unknown);
    },
  }).step;

const keepReads = keepMethodsInside('_read');

/** Wraps a method that returns a stream: `_read` of the stream runs inside the call, whoever reads it. */
export const readInCallContext: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.running();
      const stream: unknown = original.apply(this, args);
      if (call !== undefined) engine.runSafely(() => keepReads(call, stream as object));
      return stream;
    },
  }).step;

/** Patches a class that the library does not export, found through the instance in the first argument. */
export const patchClassOfArgument =
  (className: string): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const [instance] = args;
        if (typeof instance === 'object' && instance !== null) engine.addHiddenClass(className, instance);
        return original.apply(this, args);
      },
    }).step;

/** Patches a class that the library does not export, found through the instance that is returned. */
export const patchClassOfResult =
  (className: string): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const instance: unknown = original.apply(this, args);
        if (typeof instance === 'object' && instance !== null) engine.addHiddenClass(className, instance);
        return instance;
      },
    }).step;

/** Replaces an internal method while the configuration says so. */
export const replaceWhen =
  <Config extends ClientInstrumentationConfig>(isReplaced: (config: Config) => boolean) =>
  (replacement: (...args: never[]) => unknown): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        if (!engine.enabled || !isReplaced(engine.config as Config)) return original.apply(this, args);
        return replacement(...(args as never[]));
      },
    }).step;

/** Binds a callback that the application registers to the context in which it does so. */
export const bindArgument =
  (index: number): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const callback = args[index];
        if (engine.enabled && typeof callback === 'function')
          args[index] = new Caller().bound(callback as Listener);
        return original.apply(this, args);
      },
    }).step;
