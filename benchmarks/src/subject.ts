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
  /** The plugin's npm package: the name of its scope. */
  readonly scope: string;
  readonly newPlugin: () => Plugin;
  /**
   * Defines the library's classes anew: some are instrumented, some are not.
   *
   * @param published Whether its requests are published where plugins listen: those of the bare library must cost nothing
   */
  readonly defineLibrary: (published: boolean) => Library;
  /** What a sampler is to know at the start. What else is known by then, each side tells when it likes. */
  readonly forSamplers: RegExp;
}

/** What a sampler may want to know of a call of a database. */
export const OF_DATABASES =
  /^(?:db\.system\.name|db\.operation\.name|db\.query\.summary|db\.namespace|db\.collection\.name|server\.)/;

/** A library as it is, the same with the plugin on it, and the plugin. */
export interface Pair<Library> {
  readonly bare: Library;
  readonly library: Library;
  readonly plugin: Plugin;
}

/**
 * The providers that the plugin should find are registered before.
 *
 * @param method One that has to be another when the library is instrumented
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

/** Calls are made where a service makes them: below the span of a request. */
const inRequest = (run: () => Promise<void>): Promise<void> => {
  const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
  return context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), run);
};

/** Measures calls of each kind, one after the other. */
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
