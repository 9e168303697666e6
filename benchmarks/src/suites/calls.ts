import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { HANDWRITTEN } from '../handwritten.ts';
import type { Measure } from '../harness.ts';
import { proveSame } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { instrumentedPair, measureCalls, type Pair, type Subject } from '../subject.ts';
import { registerMetrics, registerTracing } from '../telemetry.ts';

/** Makes a call of a library, on a new target. */
type Make<Library> = (library: Library) => Promise<unknown>;

/** A call of a library, in all variants that are measured. */
export interface Call<Library, Target> {
  /** Written twice, for the bare and the instrumented library, because shared code would be compiled for both. */
  readonly bare: Make<Library>;
  readonly instrumented: Make<Library>;
  /** With hand-written span and metrics. Called when the SDK is registered. */
  readonly traced: () => Make<Library>;
  /** The method itself, as if kept in a variable. */
  readonly method: (library: Library) => (this: Target) => Promise<unknown>;
  readonly target: (library: Library) => Target;
}

const bothWays = <Library>(
  { bare, library }: Pair<Library>,
  call: Pick<Call<Library, unknown>, 'bare' | 'instrumented'>,
) => ({
  bare: () => call.bare(bare),
  instrumented: () => call.instrumented(library),
});

/** Measures with SDKs for traces and metrics. */
const taxed = async <Library, Target>(
  measure: Measure,
  subject: Subject<Library>,
  call: Call<Library, Target>,
  spans: number,
  decision: SamplingDecision,
): Promise<Samples> => {
  const witness = registerTracing(decision);
  const reader = registerMetrics();
  const pair = instrumentedPair(subject, call.method);
  const traced = call.traced();
  const handwritten = (): Promise<unknown> => traced(pair.bare);
  const { bare, instrumented } = bothWays(pair, call);
  await proveSame(subject, { [HANDWRITTEN]: handwritten, [subject.scope]: instrumented }, reader, witness);
  return measureCalls(measure, { bare, handwritten, instrumented }, spans);
};

/**
 * The suites of a call.
 *
 * @param spans the number of spans per call, so that batches are equally long for all calls
 */
export const callSuites = <Library, Target>(
  subject: Subject<Library>,
  call: Call<Library, Target>,
  spans = 1,
) => ({
  sampled: (measure: Measure) => taxed(measure, subject, call, spans, SamplingDecision.RECORD_AND_SAMPLED),

  unsampled: (measure: Measure) => taxed(measure, subject, call, spans, SamplingDecision.NOT_RECORD),

  /** Without an SDK. */
  noSdk: (measure: Measure): Promise<Samples> =>
    measureCalls(measure, bothWays(instrumentedPair(subject, call.method), call)),

  /** A method that others have kept in a variable, such as other instrumentations, stays wrapped after `disable()`. */
  disabled(measure: Measure): Promise<Samples> {
    registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
    registerMetrics();
    const { bare, library, plugin } = instrumentedPair(subject, call.method);
    const [bareMethod, keptMethod] = [call.method(bare), call.method(library)];
    const [bareTarget, target] = [call.target(bare), call.target(library)];
    plugin.disable();
    return measureCalls(measure, {
      bare: () => bareMethod.call(bareTarget),
      instrumented: () => keptMethod.call(target),
    });
  },
});

/** In an application with metrics only. `measured` is the call with hand-written metrics. */
export const metricsOnly =
  <Library, Target>(subject: Subject<Library>, call: Call<Library, Target>, measured: () => Make<Library>) =>
  async (measure: Measure): Promise<Samples> => {
    const reader = registerMetrics();
    const pair = instrumentedPair(subject, call.method);
    const byHand = measured();
    const handwritten = (): Promise<unknown> => byHand(pair.bare);
    const { instrumented } = bothWays(pair, call);
    await proveSame(subject, { [HANDWRITTEN]: handwritten, [subject.scope]: instrumented }, reader);
    return measureCalls(measure, { handwritten, instrumented });
  };
