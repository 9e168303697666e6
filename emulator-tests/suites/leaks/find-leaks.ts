import type { TracerProvider } from '@opentelemetry/api';
import type * as sdk from '@opentelemetry/sdk-trace';
import type { Tools } from '../../harness/scenario.ts';
import { concurrently, type Concurrent } from '../concurrent-calls.ts';

export interface HeapGrowth {
  /** Bytes after a warm-up. */
  readonly before: number;
  /** Bytes after {@link calls} further calls. */
  readonly after: number;
}

/** What a plugin leaves behind. */
export interface Leaks {
  /** By what a call returns. */
  readonly growth: Readonly<Record<string, HeapGrowth>>;
  /** Handles that keep the process alive, by kind, before and after all calls. */
  readonly handles: { readonly before: Handles; readonly after: Handles };
  /** Spans of streams that were dropped half-way, after garbage collection. */
  readonly abandoned: { readonly started: number; readonly ended: number };
  readonly concurrent: Concurrent;
}

type Handles = Readonly<Record<string, number>>;

interface Suspect {
  /** The counts of a {@link countingProvider}. */
  readonly spans: { readonly started: number; readonly ended: number };
  /** The plugin, which gets another provider at the end. */
  readonly plugin: { setTracerProvider(provider: TracerProvider): void };
  readonly kinds: Readonly<Record<string, () => unknown>>;
  /** Leaves some calls in the middle. A separate function, so that its variables are released when it returns. */
  readonly abandon: () => Promise<void>;
  /** Makes a call whose target is named `mark`. */
  readonly marked: (mark: string) => unknown;
}

/** Looks for everything that a plugin could leave behind. With `LEAK`, only at promises. */
export async function findLeaks(tools: Tools, suspect: Suspect): Promise<Leaks> {
  const { spans, plugin, kinds, abandon, marked } = suspect;
  const before = await handles();
  const growth: Record<string, HeapGrowth> = {};
  for (const [kind, call] of Object.entries(kinds)) {
    if (tools.env['LEAK'] === '1' && kind !== 'promise') continue;
    // oxlint-disable-next-line no-await-in-loop -- one kind's memory must not be another's
    growth[kind] = await heapGrowth(call);
  }
  const { started, ended } = spans;
  await abandon();
  const deadline = performance.now() + 30_000;
  const open = () => spans.started - started > spans.ended - ended;
  // oxlint-disable-next-line no-await-in-loop -- it is a wait
  while (open() && performance.now() < deadline) await collectGarbage();
  const abandoned = { started: spans.started - started, ended: spans.ended - ended };
  const concurrent = await concurrently(tools, plugin, marked);
  return { growth, abandoned, concurrent, handles: { before, after: await handles() } };
}

async function handles(): Promise<Handles> {
  await collectGarbage();
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

const calls = 100_000;

/** The growth of the heap by many calls of one kind. */
export async function heapGrowth(call: () => unknown): Promise<HeapGrowth> {
  // Warms up: tables of the garbage collector grow to a size that they keep.
  await repeat(calls / 4, call);
  const before = await heap();
  await repeat(calls, call);
  return { before, after: await heap() };
}

async function repeat(times: number, call: () => unknown): Promise<void> {
  for (let time = 1; time <= times; time++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that nothing is in flight at the end
    await call();
    // Destroyed streams close in a later turn of the event loop.
    // oxlint-disable-next-line no-await-in-loop -- a turn
    if (time % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function heap(): Promise<number> {
  await collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Collects twice, with turns between: values in a finalization registry are released after their targets. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    // oxlint-disable-next-line no-await-in-loop -- a turn
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A tracer provider that keeps no spans, but counts them. */
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

/** A heap always varies a little. One leaked object per call would make it grow by more than this. */
export const isFlat = ({ before, after }: HeapGrowth): boolean => after < before * 1.05;
