import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { HANDWRITTEN } from '../handwritten.ts';
import type { Measure } from '../harness.ts';
import { proveSame } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { instrumentedPair, measureCalls, type Pair, type Subject } from '../subject.ts';
import { registerMetrics, registerTracing } from '../telemetry.ts';

/** A call of a library, in every way in which it is made. */
export interface Call<Library, Target> {
  readonly target: (library: Library) => Target;
  readonly make: (target: Target) => Promise<unknown>;
  /** The method itself, as somebody holds it who calls it on targets of their own. */
  readonly method: (library: Library) => (this: Target) => Promise<unknown>;
  /** The call with its span and its metrics by hand: asked for when the SDK is registered. */
  readonly traced: () => (target: Target) => Promise<unknown>;
}

/** Makes the call bare and instrumented. */
const bothWays = <Library, Target>(
  { bare, library }: Pair<Library>,
  { target, make }: Call<Library, Target>,
) => ({
  bare: () => make(target(bare)),
  instrumented: () => make(target(library)),
});

/** With SDKs for traces and metrics. */
const taxed = async <Library, Target>(
  measure: Measure,
  subject: Subject<Library>,
  call: Call<Library, Target>,
  decision: SamplingDecision,
): Promise<Samples> => {
  const witness = registerTracing(decision);
  const reader = registerMetrics();
  const pair = instrumentedPair(subject, call.method);
  const traced = call.traced();
  const handwritten = (): Promise<unknown> => traced(call.target(pair.bare));
  const { bare, instrumented } = bothWays(pair, call);
  await proveSame(subject, { [HANDWRITTEN]: handwritten, [subject.scope]: instrumented }, reader, witness);
  return measureCalls(measure, { bare, handwritten, instrumented });
};

/** The suites of a call. */
export const callSuites = <Library, Target>(subject: Subject<Library>, call: Call<Library, Target>) => ({
  sampled: (measure: Measure) => taxed(measure, subject, call, SamplingDecision.RECORD_AND_SAMPLED),

  unsampled: (measure: Measure) => taxed(measure, subject, call, SamplingDecision.NOT_RECORD),

  /** Where no SDK is registered. */
  noSdk(measure: Measure): Promise<Samples> {
    const pair = instrumentedPair(subject, call.method);
    return measureCalls(measure, bothWays(pair, call));
  },

  /** A method that somebody has kept, as other instrumentations do, stays wrapped whatever becomes of the plugin. */
  disabled(measure: Measure): Promise<Samples> {
    registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
    registerMetrics();
    const { bare, library, plugin } = instrumentedPair(subject, call.method);
    const bareMethod = call.method(bare);
    const keptMethod = call.method(library);
    plugin.disable();
    return measureCalls(measure, {
      bare: () => bareMethod.call(call.target(bare)),
      instrumented: () => keptMethod.call(call.target(library)),
    });
  },
});

/** In a program that measures, and does not trace: `measured` is the call with its metrics by hand. */
export const metricsOnly =
  <Library, Target>(
    subject: Subject<Library>,
    call: Call<Library, Target>,
    measured: () => (target: Target) => Promise<unknown>,
  ) =>
  async (measure: Measure): Promise<Samples> => {
    const reader = registerMetrics();
    const pair = instrumentedPair(subject, call.method);
    const byHand = measured();
    const handwritten = (): Promise<unknown> => byHand(call.target(pair.bare));
    const { instrumented } = bothWays(pair, call);
    await proveSame(subject, { [HANDWRITTEN]: handwritten, [subject.scope]: instrumented }, reader);
    return measureCalls(measure, { handwritten, instrumented });
  };
