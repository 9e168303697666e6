import { deepStrictEqual } from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { consumers, turnsUntilFirst } from '../consumers.ts';
import type { Measure } from '../harness.ts';
import { witnessed } from '../proof.ts';
import type { Samples } from '../statistics.ts';
import { instrumentedPair, measureCalls, type Pair, type Subject } from '../subject.ts';
import { registerMetrics, registerTracing } from '../telemetry.ts';
import { otherTraffic } from '../traffic.ts';

/** So many that the fixed cost of the call, up to 60 µs, is negligible. */
const CHUNKS = 20_000;

/** A way to move chunks through a stream of a library. */
export interface Transfer<Library> {
  /** Moves this many chunks. */
  readonly run: (library: Library, chunks: number) => Promise<unknown>;
  /** The span attribute that counts, and what each chunk adds to it. */
  readonly counted: readonly [attribute: string, each: number];
  /** Run without a metrics SDK. */
  readonly unmeasured?: true;
}

/** A bare and a traced stream. Throws unless the span has counted what was moved. */
const tracedPair = async <Library>(
  subject: Subject<Library>,
  { run, counted: [attribute, each], unmeasured }: Transfer<Library>,
): Promise<Pair<Library>> => {
  const witness = registerTracing(SamplingDecision.RECORD_AND_SAMPLED);
  if (unmeasured === undefined) registerMetrics();
  const pair = instrumentedPair(subject);
  const { spans } = await witnessed(() => run(pair.library, CHUNKS), witness);
  const counted = spans.map(({ attributes }) => attributes[attribute]);
  deepStrictEqual(counted, [CHUNKS * each], 'the stream is not traced');
  return pair;
};

/** The cost of each chunk. */
export const perChunk =
  <Library>(subject: Subject<Library>, transfer: Transfer<Library>) =>
  async (measure: Measure): Promise<Samples> => {
    const { bare, library } = await tracedPair(subject, transfer);
    await otherTraffic();
    const calls = {
      bare: () => transfer.run(bare, CHUNKS),
      instrumented: () => transfer.run(library, CHUNKS),
    };
    return measureCalls(measure, calls, CHUNKS);
  };

/** A way to read a stream of a library, which calls `heard` for each chunk. */
type Read<Library> = (library: Library, heard: () => void) => Promise<void>;

/** The ways to read a Node.js stream. */
export const inEachWay = <Library>(open: (library: Library) => Readable): Read<Library>[] =>
  consumers.map((consume) => (library, heard) => consume(open(library), heard));

/** The number of event loop turns until the first chunk of a stream arrives, for each way to read it. */
export const delay =
  <Library>(subject: Subject<Library>, transfer: Transfer<Library>, reads: readonly Read<Library>[]) =>
  async (): Promise<Samples> => {
    const { bare, library } = await tracedPair(subject, transfer);
    const turns = async (opened: Library): Promise<number[]> => {
      const all: number[] = [];
      for (const read of reads) all.push(await turnsUntilFirst((heard) => read(opened, heard)));
      return all;
    };
    return { bare: await turns(bare), instrumented: await turns(library) };
  };
