/**
 * Runs the trace suites' scenarios on the lowest and the newest release of every major of the clients, on every Node that is
 * supported, and holds each trace against that of the newest release, which the suites hold against what is drawn by hand.
 * Where a release does otherwise, `differences.json` beside it says how.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmulator, startScripted } from '../emulators/index.ts';
import type { Mode } from '../harness/index.ts';
import { missingFields, tracesOf, type Started, type Traces } from './cell.ts';
import { installNode, otherNodes } from './install.ts';
import { differencesOf, newestOf, releases, type Release } from './releases.ts';

export interface FullOptions {
  /** Records what a release does otherwise. */
  readonly accepts: boolean;
  /** Only on the Node that runs this. */
  readonly onThisNode: boolean;
  /** Only the newest release of each client. */
  readonly newest: boolean;
  /** Only releases that have these in their names. */
  readonly words: readonly string[];
}

/**
 * Its hooks in a thread of their own do not resolve beside synchronous ones (`resolveSync() is not implemented`), by
 * which these tests put SDK 2 in the place of SDK 3.
 */
const OLDEST_NODE = '22.15.1';

interface Node {
  readonly title: string;
  readonly path?: string;
}

const differencesFile = (release: Release) => join(import.meta.dirname, differencesOf(release));

const knownDifferences = (release: Release): Traces => {
  const file = differencesFile(release);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Traces) : {};
};

const titleOf = ({ client, version }: Release) => `${client}@${version}`;

/** Steps whose trace is not as it should be. */
const deviations = (traces: Traces, expected: Traces): string[] =>
  [...new Set([...Object.keys(traces), ...Object.keys(expected)])].filter(
    (step) => (traces[step] ?? '') !== (expected[step] ?? ''),
  );

/** Prints the table, and says how many steps are not as they should be; `undefined` where no release is meant. */
export async function testReleases(options: FullOptions): Promise<number | undefined> {
  const { words, newest, onThisNode } = options;
  const chosen = releases.filter(
    (release) =>
      words.every((word) => `${titleOf(release)} SDK ${release.sdk}`.includes(word)) &&
      (!newest || newestOf(release.client).version === release.version),
  );
  if (chosen.length === 0) return undefined;
  const nodes: Node[] = [{ title: '24' }];
  if (!onThisNode)
    nodes.push(...otherNodes.map((version) => ({ title: version, path: installNode(version) })));
  const rows: string[][] = [['client', 'SDK', 'application', ...nodes.map(({ title }) => `Node ${title}`)]];
  let failed = 0;
  /* oxlint-disable no-await-in-loop -- cells one after the other: each has the machine to itself */
  for (const client of new Set(chosen.map((release) => release.client))) {
    const best = newestOf(client);
    const started: Started[] = await Promise.all(
      best.runs.map(async ({ scenarios, on }) => ({
        scenarios,
        backend: await (on === 'emulator' ? startEmulator : startScripted)(best.service),
      })),
    );
    const reference = await tracesOf(best, best.modes[0]!, undefined, started);
    for (const release of chosen.filter((one) => one.client === client)) {
      for (const mode of release.modes) {
        const { cells, wrong } = await row(release, mode, reference, started, nodes, options.accepts);
        rows.push(cells);
        failed += wrong;
      }
    }
    await Promise.all(started.map(({ backend }) => backend.stop()));
  }
  /* oxlint-enable no-await-in-loop */
  printTable(rows);
  return failed;
}

async function row(
  release: Release,
  mode: Mode,
  reference: Traces,
  started: readonly Started[],
  nodes: readonly Node[],
  accepts: boolean,
): Promise<{ cells: string[]; wrong: number }> {
  // The reference itself may lack a field: that is no excuse.
  const wanted = missingFields in reference ? { ...reference, [missingFields]: '' } : reference;
  const cells: string[] = [];
  let failed = 0;
  for (const { title, path } of nodes) {
    if (release.sdk === 2 && mode === 'esm-hooks' && title === OLDEST_NODE) {
      cells.push('–');
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- cells one after the other: each has the machine to itself
    const traces = await tracesOf(release, mode, path, started).catch((error: unknown) => String(error));
    // An application that does not even start is one wrong cell: the others are still of interest.
    if (typeof traces === 'string') {
      cells.push('✗ ended');
      process.stdout.write(
        `✗ ${titleOf(release)} (SDK ${release.sdk}, ${mode}), Node ${title}\n${traces}\n\n`,
      );
      failed++;
      continue;
    }
    if (accepts) accept(release, traces, wanted);
    const expected: Traces = { ...wanted, ...knownDifferences(release) };
    const wrong = deviations(traces, expected);
    const total = Object.keys(expected).length;
    cells.push(`${wrong.length === 0 ? '✓' : '✗'} ${total - wrong.length}/${total}`);
    for (const step of wrong) report(release, mode, step, traces[step], expected[step]);
    failed += wrong.length;
  }
  return { cells: [titleOf(release), String(release.sdk), mode, ...cells], wrong: failed };
}

function accept(release: Release, traces: Traces, reference: Traces): void {
  const differing = deviations(traces, reference).map((step) => [step, traces[step] ?? '']);
  if (differing.length === 0) return;
  writeFileSync(differencesFile(release), `${JSON.stringify(Object.fromEntries(differing), undefined, 2)}\n`);
}

function report(release: Release, mode: Mode, step: string, got = '', wanted = ''): void {
  process.stdout.write(
    `✗ ${titleOf(release)} (SDK ${release.sdk}, ${mode}), ${step}\n${got}\ninstead of\n${wanted}\n\n`,
  );
}

function printTable(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}
