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
const withCountedAttempts = (call: Call, args: readonly unknown[]): readonly unknown[] => {
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

/** A method that is replaced, and the row that describes it. */
interface Traced {
  readonly engine: Engine;
  readonly operation: Operation;
  readonly original: Method;
}

/** Makes a call, and follows what it returns; `active` is the context that it was made in. */
type Observer = (traced: Traced, target: unknown, args: readonly unknown[], active: Context) => unknown;

/** One function per return kind. Each knows every way out of it. */
const observers: Record<ReturnKind, Observer> = {
  promise({ engine, operation, original }, target, args, active) {
    const call = engine.begin(operation, target, args, active);
    const bound = engine.boundArguments(operation, args);
    const given = operation.attempts === undefined ? bound : withCountedAttempts(call, bound);
    return followPromise(call, make(call, original, target, given));
  },
  callback(traced, target, args, active) {
    const { engine, operation, original } = traced;
    const index = callbackIndex(args, operation.callbackFrom);
    if (index < 0) return observers.promise(traced, target, args, active);
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    const bound = engine.boundArguments(operation, args);
    return make(call, original, target, followCallback(call, caller, bound, index));
  },
  body({ engine, operation, original }, target, args, active) {
    if (isFollowedBody(args)) return original.apply(target, args as unknown[]);
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    return make(call, original, target, followBody(call, caller, args));
  },
  stream({ engine, operation, original }, target, args, active) {
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
  chunks({ engine, operation, original }, target, args, active) {
    const call = engine.begin(operation, target, args, active);
    return followChunks(call, make(call, original, target, engine.boundArguments(operation, args)));
  },
  writable: (...asked) => observers.stream(...asked),
  subscription({ engine, operation, original }, target, args, active) {
    const caller = new Caller();
    const call = engine.begin(operation, target, args, active);
    return followSubscription(engine, call, caller, args, (given) => make(call, original, target, given));
  },
  iterator({ engine, operation, original }, target, args, active) {
    const begin = (): Call => engine.begin(operation, target, args, active);
    const isWanted = (): boolean => engine.enabled && !engine.idle;
    return followIterator(begin, isWanted, original.apply(target, args as unknown[]));
  },
};

const isSuppressed = (active: Context): boolean => active.getValue(SUPPRESSED_KEY) === true;

/** Whether this is none of our business: part of a call that is observed already, or asked not to be traced. */
const shouldSkip = (engine: Engine, operation: Operation, active: Context): boolean => {
  if (operation.linkedContexts !== undefined) return false;
  const around = engine.callIn(active);
  if (around?.hidesInnerCalls === true) return true;
  // A composite that hides its own requests asks for no silence of its steps.
  return isSuppressed(active) && !(around?.showsInnerCalls === true && around.hidesRequests);
};

/** The replacement of a method that a row describes. The cheapest question comes first. */
const observed =
  (operation: Operation) =>
  (engine: Engine, original: Method): Method => {
    const observe = observers[operation.returns];
    const traced: Traced = { engine, operation, original };
    return {
      method(this: unknown, ...args: unknown[]): unknown {
        if (!engine.enabled) return original.apply(this, args);
        const active = context.active();
        if (shouldSkip(engine, operation, active) || engine.idle) return original.apply(this, args);
        if (!engine.concerns(operation, this, args)) return original.apply(this, args);
        return observe(traced, this, args, active);
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
  (engine: Engine, _instance, value) =>
    typeof value === 'function' ? replacement(engine, operation, value as Method) : value;
