import { isDeepStrictEqual } from 'node:util';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { runChecked, type CheckOptions } from '../run-checked.ts';
import type { Observations } from './observe.ts';
import type { Observation } from './watch.ts';

export type Observed = Observations & Pick<ScenarioOutcome, 'openSpans' | 'diagnostics'>;

/** What was seen of one call in all its forms, as it is compared. */
export type SeenOf = (title: string, observed: Observed) => Readonly<Record<string, object>>;

/** `adjust` takes out what is not compared. */
export const seenOf =
  (adjust: (seen: Observation) => Partial<Observation> = (seen) => seen): SeenOf =>
  (title, { calls }) =>
    Object.fromEntries(
      Object.entries(calls)
        .filter(([name]) => name.startsWith(`${title}, `))
        .map(([name, seen]) => [name, { ...adjust(seen), ownKeys: undefined }]),
    );

/** Whether an answer of this machine comes within a turn, and in whose context the client calls back, is proven elsewhere. */
export const seenByCall: SeenOf = seenOf(({ log, ...seen }) => ({
  ...seen,
  log: log
    .filter((line) => !line.startsWith('turn'))
    .map((line) => line.replace(' (in another context)', '')),
}));

/** The own properties of what each call has returned or given. */
export const ownKeysOf = ({ calls }: Observations): string[] =>
  Object.entries(calls).map(([name, { ownKeys = [] }]) => `${name}: ${ownKeys.join(' ')}`);

/** How often calls are looked at that were seen differently; and how long, in terms of the first time. */
const patience = [1, 4, 16] as const;

/** What a run without the plugin is asked for beside the rest, and one with it. */
export interface Ways {
  readonly without: Partial<CheckOptions>;
  readonly with: Partial<CheckOptions>;
}

const byConfiguration: Ways = { without: { config: { enabled: false } }, with: {} };

/**
 * Runs a scenario without the plugin, and with it. What was seen differently is looked at again, by itself: how often a
 * client tries, when an error comes that nobody handles, and whether a busy machine answers in time, is chance. What the
 * plugin changes, it changes each time.
 */
export async function withAndWithout(
  options: CheckOptions,
  titles: readonly string[],
  of: SeenOf,
  { without, with: on }: Ways = byConfiguration,
): Promise<{ shipped: Observed; traced: Observed }> {
  const look = async (chosen: readonly string[], patient: number) => {
    const env = { ...options.env, CALLS: JSON.stringify(chosen), PATIENCE: String(patient) };
    // What is emitted has been held against the conventions with the first look. A single call may emit nothing.
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
  // What fails where nobody waits for it may do so after the process has ended: more time for all of it.
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
