import type { Samples } from './statistics.ts';

/** One way of doing the same thing. */
export interface Case {
  readonly name: string;
  /** Runs it `times` times, one after the other. */
  readonly run: (times: number) => Promise<void>;
}

/** What is measured: a clock, or the heap. */
export interface Gauge {
  /** Runs before each batch, for a clean start. */
  prepare(): void;
  read(): number;
}

export interface Plan {
  readonly gauge: Gauge;
  /** Operations in a batch. */
  readonly operations: number;
  /** The minimum number of runs of a case in a batch, however many operations it has. */
  readonly times: number;
  readonly rounds: number;
  /** Rounds to warm up the compiler, which are not measured. */
  readonly warmUp: number;
}

/** Measures cases. `operations` is the number of operations per run: a stream has one per row. */
export type Measure = (cases: readonly Case[], operations: number) => Promise<Samples>;

/** Nanoseconds. */
export const clock: Gauge = {
  prepare: () => {},
  read: () => performance.now() * 1e6,
};

/** Bytes on the heap. Needs `--expose-gc`, and a young generation large enough that no batch triggers a collection. */
export const heap: Gauge = {
  prepare: () => {
    if (globalThis.gc === undefined) throw new Error('bytes are measured with --expose-gc');
    globalThis.gc();
  },
  read: () => process.memoryUsage().heapUsed,
};

/** Many short batches, including the garbage collection that they cause. */
export const TIME: Plan = { gauge: clock, operations: 2000, times: 1, rounds: 100, warmUp: 30 };

/** Few large batches, each between two collections, so that the fixed cost of a batch, up to a megabyte, is negligible. */
export const BYTES: Plan = { gauge: heap, operations: 8000, times: 4, rounds: 9, warmUp: 3 };

/** Interleaves batches: every round measures each case once, and starts with a different case. */
export const measurer =
  ({ gauge, operations: wanted, times: least, rounds, warmUp }: Plan): Measure =>
  async (cases, operations) => {
    const times = Math.max(least, Math.ceil(wanted / operations));
    const samples: { [name: string]: number[] } = Object.fromEntries(cases.map(({ name }) => [name, []]));
    for (let round = -warmUp; round < rounds; round++) {
      const first = Math.abs(round) % cases.length;
      for (const { name, run } of [...cases.slice(first), ...cases.slice(0, first)]) {
        gauge.prepare();
        const before = gauge.read();
        await run(times);
        const cost = gauge.read() - before;
        if (round >= 0) samples[name]?.push(cost / times / operations);
      }
    }
    return samples;
  };
