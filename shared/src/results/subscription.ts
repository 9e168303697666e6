import { types } from 'node:util';
import { context, trace } from '../telemetry/otel-api';
import type { Call } from '../call/call';
import type { Call as PluginCall } from '../plugin-api/call';
import { runInside } from '../call/active-call';
import type { Caller, Listener } from '../call/caller';
import type { Engine } from '../call/engine';
import { followPromise } from './promise-and-callback';

/** The call of the subscription that a delivery belongs to. */
const listening = new WeakMap<object, Call>();

export const listeningCall = (delivery: PluginCall): PluginCall | undefined => listening.get(delivery);

/**
 * A subscription ends its call with the first delivery, its error, or its end by the application. The application's
 * functions run where it subscribed: what they do belongs to them, and a late delivery to no trace of long ago.
 */
export const followSubscription = (
  engine: Engine,
  call: Call,
  caller: Caller,
  args: readonly unknown[],
  subscribe: (args: readonly unknown[]) => unknown,
): unknown => {
  const { subscription } = call.operation;
  if (subscription === undefined) return subscribe(args);
  const { listener, onError, defaultOnError, delivery } = subscription;
  const observed = [...args];

  const heard = args[listener];
  if (typeof heard === 'function') {
    const deliver = (given: unknown[]): unknown => {
      const { span } = call;
      if (!engine.enabled || call.silent) return heard(...given);
      const active = context.active();
      const links = span === undefined ? [] : [{ context: span.spanContext() }];
      const later = engine.begin(delivery, call.target, given, active, {
        parent: trace.deleteSpan(active),
        links,
      });
      listening.set(later, call);
      return runInside(later, runListener, undefined, [later, heard, given]);
    };
    observed[listener] = function (...given: unknown[]): unknown {
      if (call.ended) return caller.runInAsyncScope(deliver, undefined, given);
      call.succeed(given[0]);
      return caller.runInAsyncScope(heard as Listener, undefined, ...given);
    };
  }

  // Of `null` the library has something to say.
  const handler = args[onError] === undefined ? defaultOnError : args[onError];
  if (typeof handler === 'function')
    observed[onError] = function (...reason: unknown[]): unknown {
      call.fail(reason[0]);
      return caller.runInAsyncScope(handler as Listener, undefined, ...reason);
    };

  const unsubscribe = subscribe(observed);
  if (typeof unsubscribe !== 'function') return unsubscribe;
  const ends = (...given: unknown[]): unknown => {
    call.succeed();
    return unsubscribe(...given);
  };
  return Object.defineProperties(ends, Object.getOwnPropertyDescriptors(unsubscribe));
};

const runListener = (call: Call, listener: Listener, given: readonly unknown[]): unknown => {
  try {
    const result = listener(...given);
    // Of an asynchronous listener the library hears no more than without us: a rejection stays unhandled.
    if (types.isPromise(result)) return followPromise(call, result);
    call.succeed();
    return result;
  } catch (error) {
    call.fail(error);
    throw error;
  }
};
