import { startScripted, type Backend } from '../../emulators/index.ts';
import { type Cell, install, takeCell } from './cell.ts';
import { isKnown } from './known.ts';
import { type Client, clients, minorsOf, sampled } from './releases.ts';

export interface Options {
  /** Every minor release, or some that the seed chooses. */
  readonly seed: number | undefined;
  readonly words: readonly string[];
}

/** Two at once: while one is installed, the other runs. */
const AT_ONCE = 2;

/** What a release does otherwise than the newest, and is not known to. */
async function deviationsOf(client: Client, version: string, cell: Cell, newest: Cell): Promise<string[]> {
  const calls = Object.keys({ ...newest.seen, ...cell.seen });
  const unlike = calls.filter((call) => cell.seen[call] !== newest.seen[call]);
  const shipped = unlike.length > 0 ? await cell.shipped() : {};
  return [
    ...cell.faults,
    ...unlike
      .filter((call) => cell.seen[call] !== shipped[call])
      .map((call) => `${call}: ${String(cell.seen[call])}, and without the plugin ${String(shipped[call])}`),
    ...calls
      // What a call came to without the plugin too, the release does by itself.
      .filter((call) => !unlike.includes(call))
      .filter((call) => cell.trees[call] !== newest.trees[call])
      .filter((call) => !isKnown(client.name, version, call, cell.trees[call] ?? ''))
      .map((call) => `${call}:\n${cell.trees[call]}\ninstead of\n${newest.trees[call]}`),
  ];
}

/**
 * Makes every call of each release once, and prints what it does otherwise than the newest; says how many do, `undefined`
 * where no release is meant.
 */
export async function testMinors({ seed, words }: Options): Promise<number | undefined> {
  let failed: number | undefined;
  for (const client of clients) {
    // oxlint-disable-next-line no-await-in-loop -- one client after the other
    const ofClient = await testClient(client, seed, words);
    if (ofClient !== undefined) failed = (failed ?? 0) + ofClient;
  }
  return failed;
}

async function testClient(
  client: Client,
  seed: number | undefined,
  words: readonly string[],
): Promise<number | undefined> {
  const all = minorsOf(client);
  const chosen = (seed === undefined ? all : sampled(all, seed)).filter((version) =>
    words.every((word) => `${client.name}@${version}`.includes(word)),
  );
  if (chosen.length === 0) return undefined;
  const backend = await startScripted(client.service);
  try {
    const newest = await cellOf(client, all.at(-1)!, backend);
    const waiting = [...chosen];
    let failed = 0;
    const work = async (): Promise<void> => {
      for (let version = waiting.shift(); version !== undefined; version = waiting.shift()) {
        // oxlint-disable-next-line no-await-in-loop -- as many at once as there are workers
        const deviations = await judge(client, version, backend, newest);
        if (deviations.length > 0) failed++;
        print(client, version, newest, deviations);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return failed;
  } finally {
    await backend.stop();
  }
}

async function cellOf(client: Client, version: string, backend: Backend): Promise<Cell> {
  const installed = await install(client, version);
  try {
    return await takeCell(installed, backend);
  } finally {
    await installed.remove();
  }
}

async function judge(client: Client, version: string, backend: Backend, newest: Cell): Promise<string[]> {
  const installed = await install(client, version);
  try {
    return await deviationsOf(client, version, await takeCell(installed, backend), newest);
  } catch (error) {
    return [String(error)];
  } finally {
    await installed.remove();
  }
}

function print({ name }: Client, version: string, newest: Cell, deviations: readonly string[]): void {
  const total = Object.keys(newest.seen).length;
  const mark = deviations.length === 0 ? '✓' : '✗';
  process.stdout.write(`${mark} ${`${name}@${version}`.padEnd(34)} ${total} calls\n`);
  for (const deviation of deviations) process.stdout.write(`    ${deviation.replaceAll('\n', '\n    ')}\n`);
}
