/** The wrapper of a traced method: decides whether to trace a call, starts it, and follows its result. */
import { types } from 'node:util';
import type { Context } from '@opentelemetry/api';
import { runInside } from '../call/active-call';
import type { Call } from '../call/call';
import { Caller } from '../call/caller';
import { SUPPRESSED_KEY } from '../call/context-keys';
import type { Engine } from '../call/engine';
import type { Operation, ReturnKind } from '../plugin-api/operation';
import type { Assigned, Method, Row } from '../plugin-api/table';
import { followIterator } from '../results/async-iterator';
import { followChunks } from '../results/chunked-response';
import { followStream } from '../results/node-stream';
import { callbackIndex, followCallback, followPromise } from '../results/promise-and-callback';
import { followSubscription } from '../results/subscription';
import { bodyIndex, followBody, isFollowedBody } from '../results/transaction-body';
import { context } from '../telemetry/otel-api';

/** Calls the original method inside `call`. */
const invoke = (call: Call, original: Method, target: unknown, args: readonly unknown[]): unknown => {
  try {
    if (call.silent && call.composite) return original.apply(target, args as unknown[]);
    return runInside(call, original, target, args);
  } catch (error) {
    call.fail(error);
    throw error;
  }
};

/** Wraps the function among the arguments so that its runs are counted, and each runs in the span's context. */
const withCountedAttempts = (call: Call, args: readonly unknown[]): readonly unknown[] => {
  const index = bodyIndex(args);
  if (call.operation.attempts === undefined || index < 0) return args;
  const body = args[index] as Method;
  return args.with(index, function (this: unknown, ...bodyArgs: unknown[]): unknown {
    call.attempt();
    const inside = context.active() === call || call.silent;
    const result: unknown = inside ? body.apply(this, bodyArgs) : runInside(call, body, this, bodyArgs);
    // Only for real promises: calling `then` of another thenable may start its work a second time.
    if (types.isPromise(result)) result.then(undefined, (error: unknown) => call.failed(error));
    return result;
  });
};

/** A wrapped method and the row that describes it. */
interface WrappedMethod {
  readonly engine: Engine;
  readonly operation: Operation;
  readonly original: Method;
}

/** Makes a call and follows its result. `active` is the caller's context. */
type Observer = (
  method: WrappedMethod,
  target: unknown,
  args: readonly unknown[],
  active: Context,
) => unknown;

/** One observer for each return kind. */
const observers: Record<ReturnKind, Observer> = {
  promise({ engine, operation, original }, target, args, active) {
    const call = engine.begin(operation, target, args, active);
    const bound = engine.boundArguments(operation, args);
    const passed = operation.attempts === undefined ? bound : withCountedAttempts(call, bound);
    return followPromise(call, invoke(call, original, target, passed));
  },
  callback(method, target, args, active) {
    const { engine, operation, original } = method;
    const index = callbackIndex(args, operation.callbackFrom);
    if (index < 0) return observers.promise(method, target, args, active);
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    const bound = engine.boundArguments(operation, args);
    return invoke(call, original, target, followCallback(call, caller, bound, index));
  },
  body({ engine, operation, original }, target, args, active) {
    if (isFollowedBody(args)) return original.apply(target, args as unknown[]);
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    return invoke(call, original, target, followBody(call, caller, args));
  },
  stream({ engine, operation, original }, target, args, active) {
    const caller = new Caller();
    const begin = (): Call => engine.begin(operation, target, args, active);
    if (operation.starts === undefined) {
      const call = begin();
      return followStream(operation, call, invoke(call, original, target, args), caller);
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
  chunks({ engine, operation, original }, target, args, active) {
    const call = engine.begin(operation, target, args, active);
    return followChunks(call, invoke(call, original, target, engine.boundArguments(operation, args)));
  },
  writable: (...args) => observers.stream(...args),
  subscription({ engine, operation, original }, target, args, active) {
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    return followSubscription(engine, call, caller, args, (passed) => invoke(call, original, target, passed));
  },
  iterator({ engine, operation, original }, target, args, active) {
    const begin = (): Call => engine.begin(operation, target, args, active);
    const isWanted = (): boolean => engine.enabled && !engine.idle;
    return followIterator(begin, isWanted, original.apply(target, args as unknown[]));
  },
};

const isSuppressed = (active: Context): boolean => active.getValue(SUPPRESSED_KEY) === true;

/** Whether a call is part of one that is observed already, or tracing is suppressed. */
const shouldSkip = (engine: Engine, operation: Operation, active: Context): boolean => {
  if (operation.linkedContexts !== undefined) return false;
  const around = engine.callIn(active);
  if (around?.hidesInnerCalls === true) return true;
  // A composite that hides its own requests does not suppress its child calls.
  return isSuppressed(active) && !(around?.showsInnerCalls === true && around.hidesRequests);
};

/** Wraps a method that a row describes. The cheapest checks come first. */
const traced =
  (operation: Operation) =>
  (engine: Engine, original: Method): Method => {
    const observe = observers[operation.returns];
    const wrapped: WrappedMethod = { engine, operation, original };
    return {
      method(this: unknown, ...args: unknown[]): unknown {
        if (!engine.enabled) return original.apply(this, args);
        const active = context.active();
        if (shouldSkip(engine, operation, active) || engine.idle) return original.apply(this, args);
        if (!engine.selects(operation, this, args)) return original.apply(this, args);
        return observe(wrapped, this, args, active);
      },
    }.method;
  };

/** The wrapper of a method, with the same name, length and other properties. */
export const replacement = (
  engine: Engine,
  row: Exclude<Row, { assigned: unknown }>,
  original: Method,
): Method => {
  const wrap = 'wrap' in row ? row.wrap : traced(row);
  return Object.defineProperties(wrap(engine, original), Object.getOwnPropertyDescriptors(original));
};

/** Traces a method that the constructor assigns to each instance. */
export const perInstance =
  (operation: Operation): Assigned =>
  (engine: Engine, _instance, value) =>
    typeof value === 'function' ? replacement(engine, operation, value as Method) : value;
