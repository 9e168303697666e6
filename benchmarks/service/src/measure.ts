/** Measures one case: starts the service, warms it up, and loads it for four quarters of the time. */
import { setTimeout } from 'node:timers/promises';
import { type Case, STOCK_DIRECTORY } from './cases.ts';
import type { Load, Order } from './load.ts';
import { start, type Started } from './processes.ts';
import type { State } from './service.ts';

export interface Measured extends Load {
  /** Requests in a second. */
  readonly throughput: number;
  /** Of the service's process, in microseconds for each request. */
  readonly cpu: number;
  /** At the end of each quarter, after a collection, in MiB. */
  readonly heap: readonly number[];
  /** What the service has written to stderr, from its start to its end. */
  readonly stderr: readonly string[];
}

export interface Around {
  readonly load: Started;
  readonly collector: Started;
  /** Where the collector listens; nobody does at `deadUrl`. */
  readonly url: string;
  readonly deadUrl: string;
  /** What Firestore's client needs to find its server. */
  readonly env: Readonly<Record<string, string>>;
  /** Lets that server forget the requests that it has recorded. */
  reset(): Promise<void>;
}

export interface Size {
  readonly seconds: number;
  readonly connections: number;
}

const QUARTERS = 4;

/** How long the service runs before anything counts, in milliseconds: until its code is compiled. */
const WARM_UP_MS = 5_000;

const environmentOf = (one: Case, { url, deadUrl, env }: Around): Record<string, string> => ({
  ...env,
  METADATA_SERVER_DETECTION: 'none',
  OTEL_EXPORTER_OTLP_ENDPOINT: one.collector === 'dead' ? deadUrl : url,
  OTEL_LOGS_EXPORTER: 'none',
  // So that metrics are exported within the shortest of runs, too.
  OTEL_METRIC_EXPORT_INTERVAL: '10000',
  ...one.env,
});

export const measure = async (
  one: Case,
  around: Around,
  { seconds, connections }: Size,
): Promise<Measured> => {
  const { load, collector } = around;
  await collector.ask({ state: one.collector ?? 'well' });
  const [service, { url }] = await start<{ readonly url: string }>('service.ts', {
    flags: ['--expose-gc', ...one.flags],
    env: environmentOf(one, around),
    cwd: STOCK_DIRECTORY,
  });
  const run = (milliseconds: number, isFirst: boolean): Promise<Load> =>
    load.ask<Load>({ url, connections, milliseconds, isFirst } satisfies Order);
  await run(Math.min(WARM_UP_MS, seconds * 1e3), true);
  const before = await service.ask<State>({});
  const heap: number[] = [];
  let cpu = 0;
  let from = before.cpu;
  let result: Load | undefined;
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    result = await run((seconds * 1e3) / QUARTERS, quarter === 0);
    const state = await service.ask<State>({});
    cpu += state.cpu - from;
    heap.push(state.heap / 2 ** 20);
    // The collection is not part of what the requests cost.
    ({ cpu: from } = await service.ask<State>({}));
  }
  const stderr = await service.end();
  await around.reset();
  // What the last service has left to do is not the next one's.
  await setTimeout(500);
  const { answered, took } = result!;
  return {
    ...result!,
    throughput: answered / (took / 1e3),
    cpu: cpu / answered,
    heap,
    stderr: stderr.split('\n').filter((line) => line.trim() !== ''),
  };
};
