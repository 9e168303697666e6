/**
 * Runs the trace suites' scenarios on the lowest and the newest release of every major of the clients, on both Nodes, and
 * holds each trace against that of the newest release, which the suites hold against what is drawn by hand. Where a release does
 * otherwise, `differences.json` beside it says how.
 *
 *     npm run test:versions [-- --accept] [-- --node-24] [-- --newest] [-- words of a release]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '../harness/index.ts';
import { missingFields, tracesOf, type Started, type Traces } from './cell.ts';
import { installNode } from './install.ts';
import { plans } from './plans.ts';
import { differencesOf, newestOf, releases, type Release } from './releases.ts';

const args = process.argv.slice(2);
const accepts = args.includes('--accept');
const words = args.filter((arg) => !arg.startsWith('--'));
const nodes = args.includes('--node-24')
  ? [{ title: '24', path: undefined }]
  : [
      { title: '24', path: undefined },
      { title: '22', path: installNode() },
    ];

/** A client that is asked for a metadata server would look for the network. */
process.env['METADATA_SERVER_DETECTION'] = 'none';

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

const chosen = releases.filter(
  (release) =>
    words.every((word) => `${titleOf(release)} SDK ${release.sdk}`.includes(word)) &&
    (!args.includes('--newest') || newestOf(release.client).version === release.version),
);
if (chosen.length === 0) {
  process.stderr.write(`test:versions: no release has "${words.join(' ')}" in its name\n`);
  process.exit(2);
}
const names = [...new Set(chosen.map(({ plan }) => plan))];
const rows: string[][] = [['client', 'SDK', 'application', ...nodes.map(({ title }) => `Node ${title}`)]];
let failed = 0;

/* oxlint-disable no-await-in-loop -- cells one after the other: each has the machine to itself */
for (const name of names) {
  const started: Started[] = await Promise.all(
    plans[name].map(async ({ scenarios, start }) => ({ scenarios, backend: await start() })),
  );
  const references = new Map<string, Traces>();
  const referenceOf = async ({ client }: Release): Promise<Traces> => {
    const newest = newestOf(client);
    const found = references.get(client) ?? (await tracesOf(newest, newest.modes[0]!, undefined, started));
    references.set(client, found);
    return found;
  };
  for (const release of chosen.filter((one) => one.plan === name)) {
    const reference = await referenceOf(release);
    for (const mode of release.modes) rows.push(await row(release, mode, reference, started));
  }
  await Promise.all(started.map(({ backend }) => backend.stop()));
}

async function row(
  release: Release,
  mode: Mode,
  reference: Traces,
  started: readonly Started[],
): Promise<string[]> {
  // The reference itself may lack a field: that is no excuse.
  const wanted = missingFields in reference ? { ...reference, [missingFields]: '' } : reference;
  const cells: string[] = [];
  for (const { path } of nodes) {
    const traces = await tracesOf(release, mode, path, started);
    if (accepts) accept(release, traces, wanted);
    const expected: Traces = { ...wanted, ...knownDifferences(release) };
    const wrong = deviations(traces, expected);
    const total = Object.keys(expected).length;
    cells.push(`${wrong.length === 0 ? '✓' : '✗'} ${total - wrong.length}/${total}`);
    for (const step of wrong) report(release, mode, step, traces[step], expected[step]);
    failed += wrong.length;
  }
  return [titleOf(release), String(release.sdk), mode, ...cells];
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

const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
const table = rows.map((cells) =>
  cells
    .map((cell, column) => cell.padEnd(widths[column]!))
    .join('  ')
    .trimEnd(),
);
process.stdout.write(`${table.join('\n')}\n`);
process.exitCode = failed === 0 ? 0 : 1;
