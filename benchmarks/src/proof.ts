import { deepStrictEqual, notDeepStrictEqual } from 'node:assert/strict';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Subject } from './subject.ts';
import { pointsOf, type Question, type Witness } from './telemetry.ts';

/** What one call made the sampler hear, and what became of it. */
interface Testimony {
  readonly questions: readonly Question[];
  readonly spans: readonly ReadableSpan[];
}

/** Everything that the tracer is asked while `call` runs. */
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
 * Throws unless all calls ask the sampler the same, and emit the same span and the same points of the same metrics,
 * each under its own scope. A ratio between the costs of different things would mean nothing.
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
