/** Prints what was measured, each run compared with that without telemetry in the same round. */
import { type Case, cases, nameOf, WITHOUT } from './cases.ts';
import type { Measured } from './measure.ts';

export type Round = ReadonlyMap<Case, Measured>;

type Figure = 'throughput' | 'p99' | 'cpu';

/** By how much the heap may be larger at the end of the last quarter than at the end of the second. */
const FLAT = 1.1;

/** That it begins, for spans and where exports fail for metrics, too; that the end was not waited for; and the number. */
const LINES = { well: 0, slow: 3, dead: 4, '503': 4 } as const;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const of = (rounds: readonly Round[], one: Case): Measured[] => rounds.map((round) => round.get(one)!);

const ratio = (rounds: readonly Round[], one: Case, figure: Figure): number =>
  median(rounds.map((round) => round.get(one)![figure] / round.get(WITHOUT)![figure]));

const failed = (rounds: readonly Round[], one: Case): number =>
  of(rounds, one).reduce((sum, run) => sum + run.failed, 0);

const heaps = (rounds: readonly Round[], one: Case): number[] =>
  [0, 1, 2, 3].map((quarter) => median(of(rounds, one).map(({ heap }) => heap[quarter]!)));

const table = (rounds: readonly Round[]): string => {
  const rows = cases.map((one) => [
    nameOf(one),
    ...(['throughput', 'p99', 'cpu'] as const).map((figure) => ratio(rounds, one, figure).toFixed(2)),
    heaps(rounds, one)
      .map((heap) => heap.toFixed(0))
      .join(', '),
    failed(rounds, one),
    median(of(rounds, one).map(({ stderr }) => stderr.length)),
  ]);
  return [
    [
      '',
      'throughput',
      'p99',
      'CPU per request',
      'heap by quarter, MiB',
      'failed requests',
      'lines on stderr',
    ],
    ['---', '---:', '---:', '---:', '---:', '---:', '---:'],
    ...rows,
  ]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
};

const targetsOf = (rounds: readonly Round[], one: Case): string[] => {
  const { targets, collector } = one;
  if (targets === undefined || collector === undefined) return [];
  const throughput = ratio(rounds, one, 'throughput');
  const p99 = ratio(rounds, one, 'p99');
  const [, second = 0, , last = 0] = heaps(rounds, one);
  const failures = failed(rounds, one) - failed(rounds, WITHOUT);
  const lines = Math.max(...of(rounds, one).map(({ stderr }) => stderr.length));
  const told: readonly (readonly [what: string, seen: string, isMet: boolean])[] = [
    [`throughput at least ${targets.throughput}`, throughput.toFixed(2), throughput >= targets.throughput],
    [`p99 at most ${targets.p99}`, p99.toFixed(2), p99 <= targets.p99],
    [`heap at most ${FLAT} of that at half time`, (last / second).toFixed(2), last <= second * FLAT],
    ['no request fails because of telemetry', String(failures), failures <= 0],
    [`at most ${LINES[collector]} lines on stderr`, String(lines), lines <= LINES[collector]],
  ];
  return told.map(([what, seen, isMet]) => `- ${nameOf(one)}: ${what}: ${seen}: ${isMet ? 'met' : 'missed'}`);
};

export const report = (rounds: readonly Round[]): string => {
  const { throughput, p50, p99, cpu } = of(rounds, WITHOUT)[0]!;
  const bare = `Without telemetry, first round: ${throughput.toFixed(0)} requests a second, median ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${cpu.toFixed(0)} µs of CPU for each.`;
  const said = cases.flatMap((one) => {
    const { stderr } = of(rounds, one).at(-1)!;
    return stderr.length === 0 ? [] : [`\n${nameOf(one)}:`, ...stderr.slice(0, 8).map((line) => `  ${line}`)];
  });
  return [
    bare,
    table(rounds),
    cases.flatMap((one) => targetsOf(rounds, one)).join('\n'),
    ['What the service wrote to stderr in the last round:', ...said].join('\n'),
  ].join('\n\n');
};
