import { types } from 'node:util';
import type { Context } from '@opentelemetry/api';
import { context, ROOT_CONTEXT } from './api';
import type { Call } from './call';
import { keepsInside, runInside, SUPPRESSED_KEY, withPropagation } from './call-context';
import { Caller, type Listener } from './caller';
import type { Engine } from './engine';
import { callbackIndex, followCallback, followPromise } from './follow-result';
import { bodyIndex, followBody, isFollowedBody } from './follow-body';
import { followChunks } from './follow-chunks';
import { followIterator } from './follow-iterator';
import { followStream } from './follow-stream';
import { followSubscription } from './follow-subscription';
import type { ClientInstrumentationConfig } from './options';
import type { Assigned, Method, Operation, Row, Wrapper } from './plugin';

/** Makes the call that was asked for, inside `call`. */
const make = (call: Call, original: Method, target: unknown, args: readonly unknown[]): unknown => {
  try {
    if (call.silent && call.composite) return original.apply(target, args as unknown[]);
    return runInside(call, original, target, args);
  } catch (error) {
    call.fail(error);
    throw error;
  }
};

/** The arguments with a function that counts its runs, each of which is in the span's own context. */
const countingAttempts = (call: Call, args: readonly unknown[]): readonly unknown[] => {
  const index = bodyIndex(args);
  if (call.operation.attempts === undefined || index < 0) return args;
  const body = args[index] as Method;
  return args.with(index, function (this: unknown, ...given: unknown[]): unknown {
    call.attempt();
    const inside = context.active() === call || call.silent;
    const result: unknown = inside ? body.apply(this, given) : runInside(call, body, this, given);
    // Only a real promise is looked at: asking another thenable for its result may start its work a second time.
    if (types.isPromise(result)) result.then(undefined, (error: unknown) => call.failed(error));
    return result;
  });
};

type Observer = (
  engine: Engine,
  operation: Operation,
  original: Method,
  target: unknown,
  args: readonly unknown[],
  /** The context that the call was made in. */
  active: Context,
) => unknown;

/** One function per return kind. Each knows every way out of it. */
const observers: Record<Operation['returns'], Observer> = {
  promise(engine, operation, original, target, args, active) {
    const call = engine.begin(operation, target, args, active);
    const inputs = engine.inputsOf(operation, args);
    const given = operation.attempts === undefined ? inputs : countingAttempts(call, inputs);
    return followPromise(call, make(call, original, target, given));
  },
  callback(engine, operation, original, target, args, active) {
    const index = callbackIndex(args, operation.callbackFrom);
    if (index < 0) return observers.promise(engine, operation, original, target, args, active);
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    const inputs = engine.inputsOf(operation, args);
    return make(call, original, target, followCallback(call, caller, inputs, index));
  },
  body(engine, operation, original, target, args, active) {
    if (isFollowedBody(args)) return original.apply(target, args as unknown[]);
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    return make(call, original, target, followBody(call, caller, args));
  },
  stream(engine, operation, original, target, args, active) {
    const caller = new Caller();
    const begin = (): Call => engine.begin(operation, target, args, active);
    if (operation.starts === undefined) {
      const call = begin();
      return followStream(operation, call, make(call, original, target, args), caller);
    }
    const beginIfWanted = (): Call | undefined => (engine.enabled && !engine.idle ? begin() : undefined);
    let stream: unknown;
    try {
      stream = original.apply(target, args as unknown[]);
    } catch (error) {
      begin().fail(error);
      throw error;
    }
    return followStream(operation, beginIfWanted, stream, caller);
  },
  chunks(engine, operation, original, target, args, active) {
    const call = engine.begin(operation, target, args, active);
    return followChunks(call, make(call, original, target, engine.inputsOf(operation, args)));
  },
  writable: (...asked) => observers.stream(...asked),
  subscription(engine, operation, original, target, args, active) {
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    return followSubscription(call, caller, args, (observed) => make(call, original, target, observed));
  },
  iterator(engine, operation, original, target, args, active) {
    const begin = (): Call => engine.begin(operation, target, args, active);
    const isWanted = (): boolean => engine.enabled && !engine.idle;
    return followIterator(begin, isWanted, original.apply(target, args as unknown[]));
  },
};

const isSuppressed = (active: Context): boolean => active.getValue(SUPPRESSED_KEY) === true;

/** Whether this is none of our business: part of a call that is observed already, or asked not to be traced. */
const isPassedBy = (engine: Engine, operation: Operation, active: Context): boolean => {
  if (operation.causes !== undefined) return false;
  const around = engine.callIn(active);
  if (around?.absorbs === true) return true;
  // A composite that hides its own requests asks for no silence of its steps.
  return isSuppressed(active) && !(around?.composes === true && around.hidesRequests);
};

/** The replacement of a method that a row describes. The cheapest question comes first. */
const observed =
  (operation: Operation): Wrapper =>
  (engine, original) => {
    const observe = observers[operation.returns];
    return {
      method(this: unknown, ...args: unknown[]): unknown {
        if (!engine.enabled) return original.apply(this, args);
        const active = context.active();
        if (isPassedBy(engine, operation, active) || engine.idle) return original.apply(this, args);
        if (!engine.concerns(operation, this, args)) return original.apply(this, args);
        return observe(engine, operation, original, this, args, active);
      },
    }.method;
  };

/** The replacement of a method, looking like it. */
export const replacement = (
  engine: Engine,
  row: Exclude<Row, { assigned: unknown }>,
  original: Method,
): Method => {
  const wrap = 'wrap' in row ? row.wrap : observed(row);
  return Object.defineProperties(wrap(engine, original), Object.getOwnPropertyDescriptors(original));
};

/** A method that the constructor gives each instance, in the place of the one of its class. */
export const perInstance =
  (operation: Operation): Assigned =>
  (engine, _instance, value) =>
    typeof value === 'function' ? replacement(engine, operation, value as Method) : value;

/** Tells the call that an inner step of the library is part of what the step is about to do. */
export const tells =
  <Args extends readonly unknown[]>(tell: (call: Call, args: Args) => void): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const call = engine.running();
        if (call !== undefined) engine.aside(() => tell(call, args as unknown as Args));
        return original.apply(this, args);
      },
    }).step;

/**
 * A step in which the library writes the trace context into the headers of a request, before it calls back with what
 * sends the request. Propagators write nothing while tracing is suppressed, so it is not, until the step calls back.
 */
export const propagates: Wrapper = (engine, original) =>
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
export const counts = (attribute: string): Wrapper => tells((call) => call.count(attribute));

/**
 * Puts work that the library goes on with from elsewhere (a timer, an event of an earlier request) back into the
 * context of the call that it is for: requests of one call stand side by side, and none below another.
 */
export const reenters: Wrapper = (engine, original) =>
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
export const bindsWhenCalled: Wrapper = (engine, original) =>
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
export const detaches: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      if (!engine.enabled) return original.apply(this, args);
      return context.with(ROOT_CONTEXT, () => original.apply(this, args) as unknown);
    },
  }).step;

const keepReads = keepsInside('_read');

/** Keeps what is read from a stream of the library inside the call that it is made for, whoever reads. */
export const keepsReads: Wrapper = (engine, original) =>
  ({
    step(this: unknown, ...args: unknown[]): unknown {
      const call = engine.running();
      const stream: unknown = original.apply(this, args);
      if (call !== undefined) engine.aside(() => keepReads(call, stream as object));
      return stream;
    },
  }).step;

/** Takes in a class that the library does not export, from the instance that this step is given. */
export const reveals =
  (className: string): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const [instance] = args;
        if (typeof instance === 'object' && instance !== null) engine.reveal(className, instance);
        return original.apply(this, args);
      },
    }).step;

/** Takes in a class that the library does not export, from the instance that this getter gives. */
export const revealsGiven =
  (className: string): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const given: unknown = original.apply(this, args);
        if (typeof given === 'object' && given !== null) engine.reveal(className, given);
        return given;
      },
    }).step;

/** Puts something else in the place of a step of the library while the configuration says so. */
export const replaces =
  <Config extends ClientInstrumentationConfig>(wanted: (config: Config) => boolean) =>
  (instead: (...args: never[]) => unknown): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        if (!engine.enabled || !wanted(engine.config as Config)) return original.apply(this, args);
        return instead(...(args as never[]));
      },
    }).step;

/** Keeps a function that the application hands over for later in the context in which it does so. */
export const binds =
  (argument: number): Wrapper =>
  (engine, original) =>
    ({
      step(this: unknown, ...args: unknown[]): unknown {
        const given = args[argument];
        if (engine.enabled && typeof given === 'function')
          args[argument] = new Caller().bound(given as Listener);
        return original.apply(this, args);
      },
    }).step;
