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

/*
 * Wrappers for methods that a library calls inside: steps of a call, and work that it goes on with from elsewhere. They
 * make no calls of their own; they keep the context, count, and take in classes that no file exports.
 */

const isSuppressed = (active: Context): boolean => active.getValue(SUPPRESSED_KEY) === true;

/** Tells the call that an inner step of the library is part of what the step is about to do. */
export const onInternalCall =
  <Args extends readonly unknown[]>(tell: (call: Call, args: Args) => void): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const call = engine.running();
        if (call !== undefined) engine.runSafely(() => tell(call, args as unknown as Args));
        return original.apply(this, args);
      },
    }).step;

/**
 * A step in which the library writes the trace context into the headers of a request, before it calls back with what
 * sends the request. Propagators write nothing while tracing is suppressed, so it is not, until the step calls back.
 */
export const propagateFromCall: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.running();
      const index = callbackIndex(args);
      if (call?.hidesRequests !== true || index < 0) return original.apply(this, args);
      const callback = args[index] as Method;
      const inCall = function (this: unknown, ...given: unknown[]): unknown {
        return runInside(call, callback, this, given);
      };
      return withPropagation(call, () => original.apply(this, args.with(index, inCall)) as unknown);
    },
  }).step;

/** Counts each call of an inner step of the library, in an attribute of the call that it is part of. */
export const countInternalCalls = (attribute: string): Wrapper =>
  onInternalCall((call) => call.count(attribute));

/**
 * Puts work that the library goes on with from elsewhere (a timer, an event of an earlier request) back into the
 * context of the call that it is for: requests of one call stand side by side, and none below another.
 */
export const restoreCallContext: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const active = context.active();
      const call = engine.enabled ? engine.callIn(active) : undefined;
      if (call === undefined || call === active) return original.apply(this, args);
      // The application has asked for silence here; the call has not.
      if (isSuppressed(active) && !isSuppressed(call)) return original.apply(this, args);
      return runInside(call, original, this, args);
    },
  }).step;

/**
 * A step that makes a function of one that it is given: that runs where the made one was called, however late. The
 * library may let it wait for another, whose answer then calls it.
 */
export const bindResultToCaller: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const [given, ...rest] = args;
      if (!engine.enabled || typeof given !== 'function') return original.apply(this, args);
      let caller: Caller | undefined;
      const late = (...passed: unknown[]): unknown =>
        caller === undefined
          ? Reflect.apply(given, undefined, passed)
          : caller.runInAsyncScope(given as Listener, undefined, ...passed);
      const made: unknown = original.call(this, late, ...rest);
      if (typeof made !== 'function') return made;
      return (...passed: unknown[]): unknown => {
        caller = new Caller();
        return Reflect.apply(made, undefined, passed);
      };
    },
  }).step;

/** Takes work out of every trace: nobody waits for it, or everybody will. */
export const runInRootContext: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      if (!engine.enabled) return original.apply(this, args);
      return context.with(ROOT_CONTEXT, () => original.apply(this, args) as unknown);
    },
  }).step;

const keepReads = keepMethodsInside('_read');

/** Keeps what is read from a stream of the library inside the call that it is made for, whoever reads. */
export const readInCallContext: Wrapper = (engine: Engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.running();
      const stream: unknown = original.apply(this, args);
      if (call !== undefined) engine.runSafely(() => keepReads(call, stream as object));
      return stream;
    },
  }).step;

/** Takes in a class that the library does not export, from the instance that this step is given. */
export const patchClassOfArgument =
  (className: string): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const [instance] = args;
        if (typeof instance === 'object' && instance !== null) engine.reveal(className, instance);
        return original.apply(this, args);
      },
    }).step;

/** Takes in a class that the library does not export, from the instance that this getter gives. */
export const patchClassOfResult =
  (className: string): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const given: unknown = original.apply(this, args);
        if (typeof given === 'object' && given !== null) engine.reveal(className, given);
        return given;
      },
    }).step;

/** Puts something else in the place of a step of the library while the configuration says so. */
export const replaceWhen =
  <Config extends ClientInstrumentationConfig>(wanted: (config: Config) => boolean) =>
  (instead: (...args: never[]) => unknown): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        if (!engine.enabled || !wanted(engine.config as Config)) return original.apply(this, args);
        return instead(...(args as never[]));
      },
    }).step;

/** Keeps a function that the application hands over for later in the context in which it does so. */
export const bindArgument =
  (argument: number): Wrapper =>
  (engine: Engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const given = args[argument];
        if (engine.enabled && typeof given === 'function')
          args[argument] = new Caller().bound(given as Listener);
        return original.apply(this, args);
      },
    }).step;
