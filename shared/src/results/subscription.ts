/** Follows subscriptions: listeners that are called until the application unsubscribes. */
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
 * Ends the call with the first delivery, with an error, or when the application unsubscribes. The application's
 * functions run in the context in which it subscribed. Later deliveries have spans of their own, which are roots, so
 * that they are not added to a trace that ended long ago.
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

  const onDelivery = args[listener];
  if (typeof onDelivery === 'function') {
    const deliver = (delivered: unknown[]): unknown => {
      const { span } = call;
      if (!engine.enabled || call.silent) return onDelivery(...delivered);
      const active = context.active();
      const links = span === undefined ? [] : [{ context: span.spanContext() }];
      const deliveryCall = engine.begin(delivery, call.target, delivered, active, {
        parent: trace.deleteSpan(active),
        links,
      });
      listening.set(deliveryCall, call);
      return runInside(deliveryCall, runListener, undefined, [deliveryCall, onDelivery, delivered]);
    };
    observed[listener] = function (...delivered: unknown[]): unknown {
      if (call.ended) return caller.runInAsyncScope(deliver, undefined, delivered);
      call.succeed(delivered[0]);
      return caller.runInAsyncScope(onDelivery as Listener, undefined, ...delivered);
    };
  }

  // `null` is passed on, because the library rejects it.
  const handler = args[onError] === undefined ? defaultOnError : args[onError];
  if (typeof handler === 'function')
    observed[onError] = function (...reason: unknown[]): unknown {
      call.fail(reason[0]);
      return caller.runInAsyncScope(handler as Listener, undefined, ...reason);
    };

  const unsubscribe = subscribe(observed);
  if (typeof unsubscribe !== 'function') return unsubscribe;
  const endAndUnsubscribe = (...unsubscribeArgs: unknown[]): unknown => {
    call.succeed();
    return unsubscribe(...unsubscribeArgs);
  };
  return Object.defineProperties(endAndUnsubscribe, Object.getOwnPropertyDescriptors(unsubscribe));
};

const runListener = (call: Call, listener: Listener, delivered: readonly unknown[]): unknown => {
  try {
    const result = listener(...delivered);
    // Returns the derived promise, so that a rejection stays unhandled, as without us.
    if (types.isPromise(result)) return followPromise(call, result);
    call.succeed();
    return result;
  } catch (error) {
    call.fail(error);
    throw error;
  }
};
