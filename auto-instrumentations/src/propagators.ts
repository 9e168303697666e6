/** Creates the propagator by the environment variables. */
import { diag, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import type { PROPAGATOR_NAMES } from './names';
import { propagateToGoogle, TO_GOOGLE } from './propagate-to-google';
import { listIn, oneOfIn } from './variables';
import { XCloudTracePropagator } from './xcloudtrace-propagator';

/** By their names in `OTEL_PROPAGATORS`. */
const PROPAGATORS: { readonly [Name in (typeof PROPAGATOR_NAMES)[number]]: () => TextMapPropagator } = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  xcloudtrace: () => new XCloudTracePropagator(),
  b3: () => new B3Propagator({ injectEncoding: B3InjectEncoding.SINGLE_HEADER }),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};

/** The names in `OTEL_PROPAGATORS`. Default: those of the SDK. */
const namedPropagators = (): readonly string[] => {
  const names = listIn('OTEL_PROPAGATORS');
  return names.length === 0 ? ['tracecontext', 'baggage'] : [...new Set(names)];
};

/**
 * The propagators that `OTEL_PROPAGATORS` lists, limited for Google's servers by `GCP_OTEL_PROPAGATE_TO_GOOGLE`.
 * `xcloudtrace` comes last, because it only extracts a context if no other has.
 *
 * @returns `null` if nothing is to be propagated
 */
export const propagatorFromEnvironment = (): TextMapPropagator | null => {
  const toGoogle = oneOfIn('GCP_OTEL_PROPAGATE_TO_GOOGLE', TO_GOOGLE) ?? 'tracecontext';
  const names = namedPropagators();
  if (names.includes('none')) return null;
  const ordered = names.toSorted((a, b) => Number(a === 'xcloudtrace') - Number(b === 'xcloudtrace'));
  const propagators = ordered.flatMap((name) => {
    const make = PROPAGATORS[name as keyof typeof PROPAGATORS] as (() => TextMapPropagator) | undefined;
    if (make === undefined) diag.warn(`OTEL_PROPAGATORS: "${name}" is not known`);
    return make === undefined ? [] : [make()];
  });
  if (propagators.length === 0) return null;
  return propagateToGoogle(toGoogle, new CompositePropagator({ propagators }));
};
