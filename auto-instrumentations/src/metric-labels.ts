/** Metric attributes from the context of a call (baggage, route), which tell whose cost it is. */
import { type Attributes, type Context, propagation } from '@opentelemetry/api';
import { getRPCMetadata, RPCType } from '@opentelemetry/core';
import { booleanIn, listIn } from './variables';

/** The options of plugins that this sets. */
export interface MetricLabels {
  readonly metricAttributes?: (call: unknown, context: Context) => Attributes;
  readonly billingAttributes?: (call: unknown, context: Context) => Attributes;
}

/** Returns these entries of the baggage. */
const fromBaggage =
  (names: readonly string[]) =>
  (_call: unknown, context: Context): Attributes => {
    const baggage = propagation.getBaggage(context);
    const entries = names.flatMap((name) => {
      const value = baggage?.getEntry(name)?.value;
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  };

/** The route of the request that is being served, if a framework's instrumentation has set it. */
const routeServed = (_call: unknown, context: Context): Attributes => {
  const served = getRPCMetadata(context);
  return served?.type === RPCType.HTTP && served.route !== undefined ? { 'http.route': served.route } : {};
};

/** Configured by `GCP_OTEL_METRIC_BAGGAGE` and `GCP_OTEL_METRIC_ROUTE`. */
export const metricLabelsFromEnvironment = (): MetricLabels => {
  const names = listIn('GCP_OTEL_METRIC_BAGGAGE');
  return {
    ...(names.length > 0 && { metricAttributes: fromBaggage(names) }),
    ...(booleanIn('GCP_OTEL_METRIC_ROUTE', true) && { billingAttributes: routeServed }),
  };
};
