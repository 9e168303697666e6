import type { Scenario, Tools } from '../../harness/scenario.ts';
import { plainNames, type Calls } from '../calls.ts';
import { describeClasses, withoutIds } from './describe.ts';
import type { Forms } from './form.ts';
import { forms } from './forms.ts';
import { defaultPatienceMs, patient, wait } from './patience.ts';
import { Watch, watchChunks, watchedHere, type Observation } from './watch.ts';

export interface Observations {
  /** By title: `query.stream, left early, fine`. */
  readonly calls: Readonly<Record<string, Observation>>;
  readonly classes: Readonly<Record<string, string>>;
  readonly process: readonly string[];
}

interface Manner {
  /** The ids for a call: one that works, and some that fail in different ways. */
  readonly ids: (title: string) => readonly string[];
  /** The number of concurrent calls. @default all */
  readonly atOnce?: number;
  /** How long to wait for events that may never come. */
  readonly patienceMs?: number;
  /** How each call is made. @default {@link forms}, by what it returns */
  readonly made?: Forms;
  /** Attribute an unhandled error without a call's id to the call in whose context it occurs. */
  readonly byContext?: true;
}

/** Makes a scenario that observes everything that its calls show of a client. */
export function observing<Client extends object, Kit>(
  prepare: (client: Client, tools: Tools) => Kit,
  allCalls: Calls<Kit> | ((kit: Kit) => Calls<Kit>),
  { ids, atOnce = Infinity, patienceMs: idleMs = defaultPatienceMs, made, byContext }: Manner,
): Scenario<Client> {
  return async (client, tools): Promise<Observations> => {
    const patienceMs = patient(idleMs);
    watchChunks();
    wait(patienceMs);
    const kit = prepare(client, tools);
    const calls = typeof allCalls === 'function' ? allCalls(kit) : allCalls;
    const watches = new Map<string, Watch>();
    const seenByProcess = watchProcess(watches, byContext && watchedHere);
    const forgotten = tools.delay(patienceMs);
    const chosen: readonly string[] = JSON.parse(tools.env['CALLS'] ?? 'null') ?? Object.keys(calls);

    const observations = chosen.flatMap((title, nth) =>
      Object.entries(made ?? forms[calls[title]!.returns]).flatMap(([form, use], which) =>
        ids(title).map((name) => async () => {
          const id = tools.unique(`${name}-${nth}${which}`);
          const watch = new Watch();
          watches.set(id, watch);
          const names = { ...plainNames, id, group: id };
          const make = (listeners: Parameters<(typeof calls)[string]['make']>[2]) =>
            calls[title]!.make(kit, names, listeners);
          await watch.call(() => Promise.race([use(watch, make), tools.delay(2 * patienceMs)]));
          return [`${title}, ${form}, ${name}`, watch.seen] as const;
        }),
      ),
    );
    const seen: Record<string, Observation> = {};
    while (observations.length > 0) {
      const some = observations.splice(0, atOnce);
      // oxlint-disable-next-line no-await-in-loop -- as many as a server can bear
      Object.assign(seen, Object.fromEntries(await Promise.all(some.map((observe) => observe()))));
    }
    // Forgotten promises may still reject.
    await forgotten;
    return { calls: seen, classes: describeClasses(client), process: seenByProcess() };
  };
}

/** Attributes unhandled errors and output to the call whose id they contain, else to that of `otherwise`. */
export function watchProcess(
  watches: ReadonlyMap<string, Watch>,
  otherwise: () => Watch | undefined = () => undefined,
): () => string[] {
  const others: string[] = [];
  const note = (what: string, reason: unknown) => {
    const text = String(reason);
    // Names that must not contain hyphens have underscores in the id.
    const owner = [...watches].find(([id]) => text.replaceAll('__', '-').includes(id))?.[1] ?? otherwise();
    if (owner) owner.seen.log.push(what);
    else others.push(`${what}: ${withoutIds(text)}`);
  };
  process.on('unhandledRejection', (reason) => note('unhandled rejection', reason));
  process.on('uncaughtException', (error) => note('uncaught exception', error));
  process.on('warning', ({ name, message }) => others.push(`warning: ${name}: ${message}`));
  console.error = (...printed: unknown[]) =>
    note('printed', printed.join(' ').replace(`(node:${process.pid})`, ''));
  return () => [
    ...others.toSorted(),
    ...process.eventNames().map((event) => `${String(event)}: ${process.listenerCount(event)} listeners`),
  ];
}
