import { deepStrictEqual, notDeepStrictEqual } from 'node:assert/strict';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Subject } from './subject.ts';
import { pointsOf, type Question, type Witness } from './telemetry.ts';

/** What a call passed to the sampler, and the telemetry that it emitted. */
interface Testimony {
  readonly questions: readonly Question[];
  readonly spans: readonly ReadableSpan[];
}

/** Collects what reaches the tracer while `call` runs. */
export const witnessed = async (call: () => Promise<unknown>, witness: Witness): Promise<Testimony> => {
  const questions = (witness.questions = [] as Question[]);
  const spans = (witness.spans = [] as ReadableSpan[]);
  await call();
  witness.questions = undefined;
  witness.spans = undefined;
  return { questions, spans };
};

/** A span without what differs from call to call, and without its scope. */
const essence = ({ name, kind, attributes, status, events, links }: ReadableSpan): unknown => ({
  name,
  kind,
  attributes,
  status,
  events,
  links,
});

const askedBy =
  (forSamplers: RegExp) =>
  ({ attributes, ...question }: Question): unknown => ({
    ...question,
    attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => forSamplers.test(name))),
  });

/**
 * Throws unless all calls pass the same to the sampler, and emit the same span and metric points, each in its own scope.
 * Otherwise a ratio of their costs would be meaningless.
 */
export const proveSame = async (
  { forSamplers }: Pick<Subject<unknown>, 'forSamplers'>,
  calls: { readonly [scope: string]: () => Promise<unknown> },
  reader: MetricReader,
  witness?: Witness,
): Promise<void> => {
  const emitted: unknown[] = [];
  for (const [scope, call] of Object.entries(calls)) {
    const testimony = witness && (await witnessed(call, witness));
    if (witness === undefined) await call();
    const points = await pointsOf(reader, scope);
    notDeepStrictEqual(points, [], `${scope} has measured nothing`);
    emitted.push({
      questions: testimony?.questions.map(askedBy(forSamplers)),
      spans: testimony?.spans.map(essence),
      points,
    });
  }
  const [first, ...others] = emitted;
  for (const other of others) deepStrictEqual(other, first);
};
