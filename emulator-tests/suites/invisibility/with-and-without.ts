import { isDeepStrictEqual } from 'node:util';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { runChecked, type CheckOptions } from '../run-checked.ts';
import type { Observations } from './observe.ts';
import type { Observation } from './watch.ts';

export type Observed = Observations & Pick<ScenarioOutcome, 'openSpans' | 'diagnostics'>;

/** The comparable observations of one call in all its forms. */
export type SeenOf = (title: string, observed: Observed) => Readonly<Record<string, object>>;

/** `adjust` removes what is not compared. */
export const seenOf =
  (adjust: (seen: Observation) => Partial<Observation> = (seen) => seen): SeenOf =>
  (title, { calls }) =>
    Object.fromEntries(
      Object.entries(calls)
        .filter(([name]) => name.startsWith(`${title}, `))
        .map(([name, seen]) => [name, { ...adjust(seen), ownKeys: undefined }]),
    );

/** Without the turn in which a response comes, and the context of client callbacks, which other suites test. */
export const seenByCall: SeenOf = seenOf(({ log, ...seen }) => ({
  ...seen,
  log: log
    .filter((line) => !line.startsWith('turn'))
    .map((line) => line.replace(' (in another context)', '')),
}));

/** The own properties of the result of each call. */
export const ownKeysOf = ({ calls }: Observations): string[] =>
  Object.entries(calls).map(([name, { ownKeys = [] }]) => `${name}: ${ownKeys.join(' ')}`);

/** Repetitions for calls that differ, and how much longer each waits than the first. */
const patience = [1, 4, 16] as const;

/** Further options for the runs without and with the plugin. */
export interface Ways {
  readonly without: Partial<CheckOptions>;
  readonly with: Partial<CheckOptions>;
}

const byConfiguration: Ways = { without: { config: { enabled: false } }, with: {} };

/**
 * Runs a scenario without and with the plugin. Calls that differ are repeated by themselves, because the number of retries, the
 * time of unhandled errors, and responses of a busy machine vary. What the plugin changes, it changes each time.
 */
export async function withAndWithout(
  options: CheckOptions,
  titles: readonly string[],
  of: SeenOf,
  { without, with: on }: Ways = byConfiguration,
): Promise<{ shipped: Observed; traced: Observed }> {
  const look = async (chosen: readonly string[], patient: number) => {
    const env = { ...options.env, CALLS: JSON.stringify(chosen), PATIENCE: String(patient) };
    // The first run has checked the telemetry against the conventions. A single call may emit nothing.
    const asked: CheckOptions = { ...options, env, ...(patient > 1 && { silent: true as const }) };
    const [shipped, traced] = await Promise.all([
      observe({ ...asked, ...without, env: { ...env, ...without.env }, silent: true }),
      observe({ ...asked, ...on, env: { ...env, ...on.env } }),
    ]);
    return { shipped, traced };
  };
  const [first, ...further] = patience;
  let { shipped, traced } = await look(titles, first);
  for (const patient of further) {
    const unlike = titles.filter((title) => !isDeepStrictEqual(of(title, shipped), of(title, traced)));
    if (unlike.length === 0) break;
    // oxlint-disable-next-line no-await-in-loop -- one look after the other is the point
    const again = await look(unlike, patient);
    shipped = { ...shipped, calls: { ...shipped.calls, ...again.shipped.calls } };
    traced = { ...traced, calls: { ...traced.calls, ...again.traced.calls } };
  }
  // Unhandled errors may occur after the process has ended, so repeat everything with more time.
  if (!isDeepStrictEqual(new Set(shipped.process), new Set(traced.process))) {
    const again = await look(titles, further[0]);
    shipped = { ...shipped, process: again.shipped.process };
    traced = { ...traced, process: again.traced.process };
  }
  return { shipped, traced };
}

async function observe(options: CheckOptions): Promise<Observed> {
  const { result, openSpans, diagnostics } = await runChecked({ ...options });
  return { ...(result as Observations), openSpans, diagnostics };
}
