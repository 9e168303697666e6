/** `npm run bench:start`: how long an application takes to start with our flag, and with those of others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, measure, type Start, startSink } from './measure.ts';
import { parts } from './parts.ts';
import { FLAG, NODE, type SetUp, setUps, STOCK } from './set-ups.ts';

const rounds = Number(process.env['START_ROUNDS'] ?? 15);

type Cache = 'cold' | 'warm';

/** The added time of the flag, as a part of that of the stock one. */
const targets: Readonly<Record<Cache, number>> = { cold: 0.5, warm: 0.35 };

const directory = mkdtempSync(join(tmpdir(), 'start-'));
const sink = await startSink();

const caching = (cache: Cache, index: number): Record<string, string> =>
  cache === 'cold'
    ? { NODE_DISABLE_COMPILE_CACHE: '1' }
    : { NODE_COMPILE_CACHE: join(directory, String(index)) };

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const measured = (cache: Cache): Map<SetUp, Start[]> =>
  new Map(
    setUps.map((setUp) => [
      setUp,
      found.filter((one) => one.setUp === setUp && one.cache === cache).map(({ start }) => start),
    ]),
  );

const found: { readonly setUp: SetUp; readonly cache: Cache; readonly start: Start }[] = [];

const run = async (cache: Cache, isCounted: boolean): Promise<void> => {
  for (const [index, setUp] of setUps.entries()) {
    const start = await measure(setUp, sink.url, caching(cache, index));
    if (isCounted) found.push({ setUp, cache, start });
  }
};

/** By how much more than Node alone, each compared with its own round. */
const added = (starts: Map<SetUp, Start[]>, setUp: SetUp, figure: Figure): number =>
  median(starts.get(setUp)!.map((start, round) => start[figure] - starts.get(NODE)![round]![figure]));

try {
  // The cache is written when a process ends by itself, so it is filled by the runs that are not counted.
  for (let round = 0; round < 3; round++) await run('warm', false);
  for (let round = 0; round < rounds; round++) {
    await run('cold', true);
    await run('warm', true);
  }
  const by = { cold: measured('cold'), warm: measured('warm') };
  const bare = (cache: Cache) => median(by[cache].get(NODE)!.map(({ started }) => started)).toFixed(0);
  console.log(`Node.js ${process.versions.node} alone reaches the application after ${bare('cold')} ms.\n`);
  console.log('| added by | start, no compile cache | start, with one | first request | memory |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const setUp of setUps.slice(1)) {
    const ms = (cache: Cache, figure: Figure) => `${added(by[cache], setUp, figure).toFixed(0)} ms`;
    const request = `${added(by.warm, setUp, 'firstRequest').toFixed(1)} ms`;
    const memory = `${added(by.warm, setUp, 'memory').toFixed(0)} MiB`;
    console.log(
      `| ${[setUp.name, ms('cold', 'started'), ms('warm', 'started'), request, memory].join(' | ')} |`,
    );
  }
  console.log();
  for (const cache of ['cold', 'warm'] as const) {
    const ratio = added(by[cache], FLAG, 'started') / added(by[cache], STOCK, 'started');
    console.log(
      `${cache}: ${ratio.toFixed(2)} of what the stock flag adds; target: at most ${targets[cache]}: ${ratio <= targets[cache] ? 'met' : 'missed'}`,
    );
  }
  console.log('\nWhat the flag does in that time, without a compile cache:\n');
  for (const [what, milliseconds] of await parts(rounds))
    console.log(`${milliseconds.toFixed(1).padStart(6)} ms  ${what}`);
} finally {
  sink.close();
  rmSync(directory, { recursive: true, force: true });
}
