import { notStrictEqual } from 'node:assert/strict';
import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { FirestoreInstrumentation } from '@gcp-otel/instrumentation-firestore';
import type { Case, Measure } from '../harness.ts';
import { defineLibrary, type Library } from '../library.ts';
import type { Samples } from '../statistics.ts';

/** A library as it is, the same with the plugin on it, and the plugin. */
export interface Pair {
  readonly bare: Library;
  readonly library: Library;
  readonly instrumentation: FirestoreInstrumentation;
}

type Get = (this: InstanceType<Library['DocumentReference']>) => Promise<unknown>;

/** The method itself, as somebody holds it who calls it on documents of their own. */
export const getOf = ({ DocumentReference }: Library): Get =>
  // oxlint-disable-next-line typescript/unbound-method -- it is called with a document as its `this`
  DocumentReference.prototype.get;

/** The providers that the plugin should find are registered before. */
export const instrumentedPair = (): Pair => {
  const bare = defineLibrary();
  const library = defineLibrary();
  const original = getOf(library);
  const instrumentation = new FirestoreInstrumentation();
  instrumentation.instrumentModule(library);
  notStrictEqual(getOf(library), original, 'the library is not instrumented');
  return { bare, library, instrumentation };
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
