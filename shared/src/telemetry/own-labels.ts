/** The attributes that the application adds to metrics, by `metricAttributes` and `billingAttributes`. */
import type { Attributes } from '../plugin-api/attributes';
import type { ClientInstrumentationConfig } from '../plugin-api/options';
import { shortened } from './limits';
import type { RecordedCall } from './recorded-call';

/** The application's attributes for the metrics of one call: for all of them, and for billing counters only. */
export interface OwnLabels {
  readonly all: Attributes | undefined;
  readonly billing: Attributes | undefined;
}

/** Limits for the number of attributes, and the length of strings. */
const MAX_OWN = 8;
const MAX_OWN_LENGTH = 128;

/** The valid attributes of what the application's function returned. */
const validated = (returned: unknown): Attributes | undefined => {
  if (typeof returned !== 'object' || returned === null) return undefined;
  const values = Object.entries(returned)
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

/** Runs a function of the application, and reports its errors. */
type RunHook = <Result>(name: string, run: () => Result) => Result | undefined;

export const hasOwnLabels = ({ metricAttributes, billingAttributes }: ClientInstrumentationConfig): boolean =>
  metricAttributes !== undefined || billingAttributes !== undefined;

/** Called at the end of a call. The call is passed as a context, which includes the caller's baggage. */
export const ownLabels = (call: RecordedCall, hook: RunHook): OwnLabels => {
  const { metricAttributes, billingAttributes } = call.config;
  return {
    all: metricAttributes && hook('metricAttributes', () => validated(metricAttributes(call.info(), call))),
    billing:
      billingAttributes && hook('billingAttributes', () => validated(billingAttributes(call.info(), call))),
  };
};
