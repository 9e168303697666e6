import type { TracerProvider } from '@opentelemetry/api';
import type * as sdk from '@opentelemetry/sdk-trace';
import type { Tools } from '../harness/scenario.ts';

export interface HeapGrowth {
  /** Bytes after a warm-up. */
  readonly before: number;
  /** Bytes after {@link calls} further calls. */
  readonly after: number;
}

const calls = 20_000;

/** How the heap grows by many calls of one kind. */
export async function heapGrowth(call: () => unknown): Promise<HeapGrowth> {
  await repeat(calls / 4, call);
  const before = await heap();
  await repeat(calls, call);
  return { before, after: await heap() };
}

async function repeat(times: number, call: () => unknown): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one after the other, so that nothing is in flight at the end
  for (let time = 0; time < times; time++) await call();
}

async function heap(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Twice, and with turns between: what a finalization registry holds goes after what it watches. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    // oxlint-disable-next-line no-await-in-loop -- a turn
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A tracer provider that keeps nothing, and counts. */
export async function countingProvider({ load }: Tools): Promise<{
  readonly provider: TracerProvider;
  readonly spans: { started: number; ended: number };
}> {
  const { TracerProvider } = (await load('@opentelemetry/sdk-trace')) as typeof sdk;
  const spans = { started: 0, ended: 0 };
  const provider = new TracerProvider({
    spanProcessors: [
      {
        onStart: () => void spans.started++,
        onEnd: () => void spans.ended++,
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  return { provider, spans };
}

/** A heap is never quite the same; one kept object per call would make it grow by more than this. */
export const isFlat = ({ before, after }: HeapGrowth): boolean => after < before * 1.05;
