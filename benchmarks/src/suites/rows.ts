import { deepStrictEqual } from 'node:assert/strict';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { type Consume, forAwait, onData, turnsUntilFirst } from '../consumers.ts';
import type { Measure } from '../harness.ts';
import { AFTER_A_TURN, type Library } from '../library.ts';
import { witnessed } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { registerMetrics, registerTracing } from '../telemetry.ts';
import { instrumentedPair, measureCalls, type Pair } from './plugin.ts';

/** So many that what the call costs once is nothing beside them. */
const ROWS = 2000;

/** A traced stream; throws unless its span says how many rows it had. */
const tracedPair = async (): Promise<Pair> => {
  const witness = registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
  registerMetrics();
  const pair = instrumentedPair();
  const { spans } = await witnessed(() => forAwait(new pair.library.Query(ROWS).stream()), witness);
  const counted = spans.map(({ attributes }) => attributes['db.response.returned_rows']);
  deepStrictEqual(counted, [ROWS], 'the stream is not traced');
  return pair;
};

const rowsOf = async (measure: Measure, consume: Consume): Promise<Samples> => {
  const { bare, library } = await tracedPair();
  const calls = {
    bare: () => consume(new bare.Query(ROWS).stream()),
    instrumented: () => consume(new library.Query(ROWS).stream()),
  };
  return measureCalls(measure, calls, ROWS);
};

export const rowsByForAwait = (measure: Measure): Promise<Samples> => rowsOf(measure, forAwait);
export const rowsByData = (measure: Measure): Promise<Samples> => rowsOf(measure, onData);

/** For both ways of reading. */
const turns = async ({ Query }: Library): Promise<number[]> => [
  await turnsUntilFirst(new Query(1, AFTER_A_TURN).stream(), forAwait),
  await turnsUntilFirst(new Query(1, AFTER_A_TURN).stream(), onData),
];

/** In turns of the event loop. */
export const firstRow = async (): Promise<Samples> => {
  const { bare, library } = await tracedPair();
  return { bare: await turns(bare), instrumented: await turns(library) };
};
