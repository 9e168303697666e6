import { diag, type TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';
import type { PROPAGATOR_NAMES } from './names';
import { XCloudTracePropagator } from './xcloudtrace-propagator';

/** By their names in `OTEL_PROPAGATORS`. */
const PROPAGATORS: { readonly [Name in (typeof PROPAGATOR_NAMES)[number]]: () => TextMapPropagator } = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  xcloudtrace: () => new XCloudTracePropagator(),
  b3: () => new B3Propagator({ injectEncoding: B3InjectEncoding.SINGLE_HEADER }),
  b3multi: () => new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER }),
};

/** The names that `OTEL_PROPAGATORS` lists. */
const namedPropagators = (): readonly string[] =>
  [...new Set((process.env['OTEL_PROPAGATORS'] ?? '').split(',').map((name) => name.trim()))].filter(Boolean);

/**
 * What `OTEL_PROPAGATORS` lists, where `xcloudtrace` is among it; else nothing, and the SDK reads the variable itself.
 * `xcloudtrace` comes last: it extracts only what no other has.
 */
export const propagatorFromEnvironment = (): TextMapPropagator | undefined => {
  const names = namedPropagators();
  if (!names.includes('xcloudtrace')) return undefined;
  const ordered = [...names.filter((name) => name !== 'xcloudtrace'), 'xcloudtrace'];
  const propagators = ordered.flatMap((name) => {
    const make = PROPAGATORS[name as keyof typeof PROPAGATORS] as (() => TextMapPropagator) | undefined;
    if (make === undefined) diag.warn(`OTEL_PROPAGATORS: "${name}" is not known beside xcloudtrace`);
    return make === undefined ? [] : [make()];
  });
  return new CompositePropagator({ propagators });
};
