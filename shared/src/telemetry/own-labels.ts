/** What the application adds to metrics: `metricAttributes` and `billingAttributes` of the configuration. */
import type { Attributes } from '../plugin-api/attributes';
import type { ClientInstrumentationConfig } from '../plugin-api/options';
import { shortened } from './limits';
import type { RecordedCall } from './recorded-call';

/** What the application adds to the metrics of one call: to all of them, and to what counts its bill. */
export interface OwnLabels {
  readonly all: Attributes | undefined;
  readonly billing: Attributes | undefined;
}

/** How many attributes an application adds to metrics, and how long their texts are. */
const MAX_OWN = 8;
const MAX_OWN_LENGTH = 128;

/** What was given, as far as a metric takes it. */
const taken = (given: unknown): Attributes | undefined => {
  if (typeof given !== 'object' || given === null) return undefined;
  const values = Object.entries(given)
    .filter(
      ([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
    )
    .slice(0, MAX_OWN)
    .map(([name, value]) => [
      name,
      typeof value === 'string' ? shortened(value, MAX_OWN_LENGTH) : (value as number | boolean),
    ]);
  return values.length === 0 ? undefined : (Object.fromEntries(values) as Attributes);
};

/** Runs a function of the application, and reports what it throws. */
type RunHook = <Result>(name: string, run: () => Result) => Result | undefined;

export const hasOwnLabels = ({ metricAttributes, billingAttributes }: ClientInstrumentationConfig): boolean =>
  metricAttributes !== undefined || billingAttributes !== undefined;

/** Asked at the end of a call, which is a context with the baggage of whoever made it. */
export const ownLabels = (call: RecordedCall, hook: RunHook): OwnLabels => {
  const { metricAttributes, billingAttributes } = call.config;
  return {
    all: metricAttributes && hook('metricAttributes', () => taken(metricAttributes(call.info(), call))),
    billing:
      billingAttributes && hook('billingAttributes', () => taken(billingAttributes(call.info(), call))),
  };
};
