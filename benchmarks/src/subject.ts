import { notStrictEqual } from 'node:assert/strict';
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import type { Case, Measure } from './harness.ts';
import type { Samples } from './statistics.ts';

interface Plugin {
  instrumentModule<Exports>(exports: Exports): Exports;
  disable(): void;
}

/** A plugin, and a client library without a network for it to instrument. */
export interface Subject<Library> {
  /** The plugin's npm package, which is the name of its scope. */
  readonly scope: string;
  readonly newPlugin: () => Plugin;
  /**
   * Defines a new copy of the library's classes, so that some can be instrumented and others not.
   *
   * @param published whether requests are published where plugins listen. For the bare library they must cost nothing
   */
  readonly defineLibrary: (published: boolean) => Library;
  /** Attributes that must be passed to the sampler. Others may be set at any time. */
  readonly forSamplers: RegExp;
}

/** Attributes of a database call that a sampler may need. */
export const OF_DATABASES =
  /^(?:db\.system\.name|db\.operation\.name|db\.query\.summary|db\.namespace|db\.collection\.name|server\.)/;

/** A bare library, an instrumented copy of it, and the plugin. */
export interface Pair<Library> {
  readonly bare: Library;
  readonly library: Library;
  readonly plugin: Plugin;
}

/**
 * Register the plugin's providers before calling this.
 *
 * @param method a method that must have been replaced when the library is instrumented
 */
export const instrumentedPair = <Library>(
  { defineLibrary, newPlugin }: Subject<Library>,
  method?: (library: Library) => unknown,
): Pair<Library> => {
  const library = defineLibrary(true);
  const original = method?.(library);
  const plugin = newPlugin();
  plugin.instrumentModule(library);
  if (method) notStrictEqual(method(library), original, 'the library is not instrumented');
  return { bare: defineLibrary(false), library, plugin };
};

/** Calls run below the span of a request, as in a service. */
const inRequest = (run: () => Promise<void>): Promise<void> => {
  const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
  return context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), run);
};

/** Measures the calls of each case, one after the other. */
export const measureCalls = (
  measure: Measure,
  calls: { readonly [name: string]: () => Promise<unknown> },
  operations = 1,
): Promise<Samples> => {
  const cases = Object.entries(calls).map(([name, call]): Case => ({
    name,
    run: (times) =>
      inRequest(async () => {
        for (let i = 0; i < times; i++) await call();
      }),
  }));
  return measure(cases, operations);
};
