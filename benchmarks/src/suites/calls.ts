import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { HANDWRITTEN } from '../handwritten.ts';
import type { Measure } from '../harness.ts';
import { proveSame } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { instrumentedPair, measureCalls, type Pair, type Subject } from '../subject.ts';
import { registerMetrics, registerTracing } from '../telemetry.ts';

/** Makes a call of a library, on a target of its own. */
type Make<Library> = (library: Library) => Promise<unknown>;

/** A call of a library, in every way in which it is made. */
export interface Call<Library, Target> {
  /** Written twice, for the bare library and the instrumented one: code that they share would be compiled for both. */
  readonly bare: Make<Library>;
  readonly instrumented: Make<Library>;
  /** With its span and its metrics by hand: asked for when the SDK is registered. */
  readonly traced: () => Make<Library>;
  /** The method itself, as somebody holds it, and what to call it on. */
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

/** With SDKs for traces and metrics. */
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
 * @param spans How many it makes: a batch of calls is to be as long for all
 */
export const callSuites = <Library, Target>(
  subject: Subject<Library>,
  call: Call<Library, Target>,
  spans = 1,
) => ({
  sampled: (measure: Measure) => taxed(measure, subject, call, spans, SamplingDecision.RECORD_AND_SAMPLED),

  unsampled: (measure: Measure) => taxed(measure, subject, call, spans, SamplingDecision.NOT_RECORD),

  /** Where no SDK is registered. */
  noSdk: (measure: Measure): Promise<Samples> =>
    measureCalls(measure, bothWays(instrumentedPair(subject, call.method), call)),

  /** A method that somebody has kept, as other instrumentations do, stays wrapped whatever becomes of the plugin. */
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

/** In a program that measures, and does not trace: `measured` is the call with its metrics by hand. */
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
