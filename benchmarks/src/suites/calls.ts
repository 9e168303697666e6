import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { HANDWRITTEN, handwritten } from '../handwritten.ts';
import type { Measure } from '../harness.ts';
import { INSTRUMENTED, proveSame } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { registerMetrics, registerTracing } from '../telemetry.ts';
import { getOf, instrumentedPair, measureCalls } from './plugin.ts';

/** `doc.get` with SDKs for traces and metrics. */
const documents = async (measure: Measure, decision: SamplingDecision): Promise<Samples> => {
  const witness = registerTracing(decision);
  const reader = registerMetrics();
  const { bare, library } = instrumentedPair();
  const byHand = handwritten();
  const calls = {
    bare: () => new bare.DocumentReference().get(),
    handwritten: () => byHand.getDocument(new bare.DocumentReference()),
    instrumented: () => new library.DocumentReference().get(),
  };
  await proveSame({ [HANDWRITTEN]: calls.handwritten, [INSTRUMENTED]: calls.instrumented }, reader, witness);
  return measureCalls(measure, calls);
};

export const sampledDocument = (measure: Measure): Promise<Samples> =>
  documents(measure, SamplingDecision.RECORD_AND_SAMPLED);

export const unsampledDocument = (measure: Measure): Promise<Samples> =>
  documents(measure, SamplingDecision.NOT_RECORD);

/** `query.get` has a text, which only a recorded span has, and rows. */
export const sampledQuery = async (measure: Measure): Promise<Samples> => {
  const witness = registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
  const reader = registerMetrics();
  const { bare, library } = instrumentedPair();
  const byHand = handwritten();
  const calls = {
    bare: () => new bare.Query().get(),
    handwritten: () => byHand.getQuery(new bare.Query()),
    instrumented: () => new library.Query().get(),
  };
  await proveSame({ [HANDWRITTEN]: calls.handwritten, [INSTRUMENTED]: calls.instrumented }, reader, witness);
  return measureCalls(measure, calls);
};

/** `doc.get` in a program that measures, and does not trace. */
export const metricsOnly = async (measure: Measure): Promise<Samples> => {
  const reader = registerMetrics();
  const { bare, library } = instrumentedPair();
  const byHand = handwritten();
  const calls = {
    handwritten: () => byHand.measureDocument(new bare.DocumentReference()),
    instrumented: () => new library.DocumentReference().get(),
  };
  await proveSame({ [HANDWRITTEN]: calls.handwritten, [INSTRUMENTED]: calls.instrumented }, reader);
  return measureCalls(measure, calls);
};

/** `doc.get` where no SDK is registered. */
export const noSdk = (measure: Measure): Promise<Samples> => {
  const { bare, library } = instrumentedPair();
  return measureCalls(measure, {
    bare: () => new bare.DocumentReference().get(),
    instrumented: () => new library.DocumentReference().get(),
  });
};

/** A method that somebody has kept, as other instrumentations do, stays wrapped whatever becomes of the plugin. */
export const disabled = (measure: Measure): Promise<Samples> => {
  registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
  registerMetrics();
  const { bare, library, instrumentation } = instrumentedPair();
  const bareGet = getOf(bare);
  const keptGet = getOf(library);
  instrumentation.disable();
  return measureCalls(measure, {
    bare: () => bareGet.call(new bare.DocumentReference()),
    instrumented: () => keptGet.call(new library.DocumentReference()),
  });
};
