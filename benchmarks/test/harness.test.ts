import { expect, test } from '@jest/globals';
import { onData, turnsUntilFirst } from '../src/consumers.ts';
import { figures } from '../src/firestore/figures.ts';
import { type Case, measurer } from '../src/harness.ts';
import { defineLibrary } from '../src/firestore/library.ts';
import { resultOf } from '../src/report.ts';
import type { Samples } from '../src/statistics.ts';
import { AFTER_A_TURN, type Push } from '../src/stub.ts';

/** A case whose every time is as long as this many square roots. */
const busy = (name: string, roots: number): Case => ({
  name,
  async run(times) {
    let sum = 0;
    for (let i = 0; i < times * roots; i++) sum += Math.sqrt(i);
    await Promise.resolve(sum);
  },
});

const measured = (instrumented: number): Promise<Samples> => {
  const cases = [busy('bare', 10), busy('handwritten', 1000), busy('instrumented', instrumented)];
  const gauge = { prepare: () => {}, read: () => performance.now() };
  return measurer({ gauge, operations: 100, times: 1, rounds: 15, warmUp: 5 })(cases, 1);
};

const sampled = figures[0]!;

test('a wrapper that does five times the work is reported as not met', async () => {
  const slow = resultOf(sampled, [await measured(5000)]);
  expect(slow.value).toBeGreaterThan(sampled.target);
  expect(slow.met).toBe(false);
});

test('a wrapper that does a fifth of the work is reported as met', async () => {
  expect(resultOf(sampled, [await measured(200)]).met).toBe(true);
});

test('every round measures every case once, and begins with another one', async () => {
  const order: string[] = [];
  const cases = ['a', 'b', 'c'].map((name) => ({ name, run: async () => void order.push(name) }));
  const gauge = { prepare: () => {}, read: () => order.length };
  const samples = await measurer({ gauge, operations: 1, times: 1, rounds: 3, warmUp: 0 })(cases, 1);
  expect(order.join('')).toBe('abcbcacab');
  expect(samples).toEqual({ a: [1, 1, 1], b: [1, 1, 1], c: [1, 1, 1] });
});

test('a cost is per operation, also where one time has many', async () => {
  let clock = 0;
  const cases = [{ name: 'stream', run: async (times: number) => void (clock += times * 600) }];
  const gauge = { prepare: () => {}, read: () => clock };
  expect(await measurer({ gauge, operations: 250, times: 1, rounds: 1, warmUp: 1 })(cases, 100)).toEqual({
    stream: [6],
  });
});

test('a batch is as long as is wanted, in operations and in times', async () => {
  const asked: number[] = [];
  const cases = [{ name: 'stream', run: async (times: number) => void asked.push(times) }];
  const gauge = { prepare: () => {}, read: () => 0 };
  const plan = { gauge, operations: 250, rounds: 1, warmUp: 0 };
  await measurer({ ...plan, times: 1 })(cases, 100);
  await measurer({ ...plan, times: 4 })(cases, 100);
  expect(asked).toEqual([3, 4]);
});

test('a row that comes a turn of the event loop later is noticed', async () => {
  const { Query } = defineLibrary();
  const aTurnLater: Push = (stream, row) => void setImmediate(AFTER_A_TURN, stream, row);
  const [prompt = 0, late = 0] = await Promise.all(
    [AFTER_A_TURN, aTurnLater].map((push) =>
      turnsUntilFirst((heard) => onData(new Query(1, push).stream(), heard)),
    ),
  );
  expect(late - prompt).toBe(1);
});
