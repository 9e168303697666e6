import { setImmediate, setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { TracerProvider } from '@opentelemetry/api';
import * as fc from 'fast-check';
import type { Scenario, Tools } from '../../harness/scenario.ts';
import { plainNames, type Calls, type Listeners } from '../calls.ts';
import { collectGarbage } from '../leaks/find-leaks.ts';
import { ledgerProvider, type Ledger } from '../ledger.ts';
import { forms } from './forms.ts';
import { wait } from './patience.ts';
import { watchProcess } from './observe.ts';
import { Watch, watchChunks, watchedHere, type Observation } from './watch.ts';

/** The methods by which an application enables and disables a plugin. */
interface Plugin {
  enable(): void;
  disable(): void;
  isEnabled(): boolean;
  setTracerProvider(provider: TracerProvider): void;
  instrumentModule<Exports>(exports: Exports): Exports;
}

interface Step {
  readonly call: string;
  readonly form: string;
  readonly id: string;
}
type Command = Step | 'enable' | 'disable' | 'let a turn pass' | 'wait for all';

export interface Switched {
  /** The shortest sequence for which the plugin was visible, and what the application saw. */
  readonly failure: string | null;
  readonly sequences: number;
  readonly calls: number;
  readonly spans: number;
}

/** The seed. Failures print it, to reproduce them. */
const seed = Number(process.env['INVISIBILITY_SEED'] ?? 1);
const patienceMs = 400;

/** Runs generated sequences of calls without the plugin, and again while it is disabled and enabled between and during them. */
export const switching =
  <Client extends object, Kit>(
    plugin: { readonly module: string; readonly className: string },
    prepare: (client: Client, tools: Tools) => Kit,
    calls: Calls<Kit>,
    sequences: number,
  ): Scenario<Client> =>
  async (client, tools): Promise<Switched> => {
    const shipped = descriptorsOf(client);
    const module = (await tools.load(plugin.module)) as Readonly<Record<string, new () => Plugin>>;
    const instrumentation = new module[plugin.className]!();
    const { provider, ledger } = await ledgerProvider(tools, () => instrumentation.isEnabled());
    instrumentation.setTracerProvider(provider);
    instrumentation.instrumentModule(client);
    watchChunks();
    wait(patienceMs);
    const watches = new Map<string, Watch>();
    watchProcess(watches, watchedHere);
    const kit = prepare(client, tools);
    const totals = { sequences: 0, calls: 0, spans: 0 };

    const play = async (commands: readonly Command[], switched: Plugin | undefined) => {
      const seen: Observation[] = [];
      let running: Promise<void>[] = [];
      for (const command of commands) {
        if (command === 'enable') switched?.enable();
        else if (command === 'disable') {
          switched?.disable();
          // Must hold even while calls are running.
          if (!isDeepStrictEqual(descriptorsOf(client), shipped))
            throw new Error('a class is not as shipped');
        } else if (command === 'let a turn pass') await setImmediate();
        else if (command === 'wait for all') {
          await Promise.all(running);
          running = [];
        } else {
          const watch = new Watch();
          const id = tools.unique(`${command.id}-${++totals.calls}`);
          watches.set(id, watch);
          const call = calls[command.call]!;
          const make = (listeners: Listeners) => call.make(kit, { ...plainNames, id, group: id }, listeners);
          const use = forms[call.returns][command.form]!;
          running.push(watch.call(() => Promise.race([use(watch, make), setTimeout(2 * patienceMs)])));
          seen.push(watch.seen);
        }
      }
      await Promise.all(running);
      return seen.map(comparable);
    };

    /** `looks` has the observations of earlier repetitions. */
    const judge = async (commands: readonly Command[], looks: Look[]): Promise<string | undefined> => {
      instrumentation.disable();
      const expected = await play(commands, undefined);
      ledger.clear();
      instrumentation.enable();
      const seen = await play(commands, instrumentation);
      instrumentation.disable();
      looks.push({ seen, expected });
      await ended(ledger);
      totals.spans += ledger.size;
      const wrong = [...ledger].filter(({ ends, enabled }) => ends !== 1 || !enabled);
      if (wrong.length > 0) return `spans: ${JSON.stringify(wrong)}`;
      return seen.every((_, call) => isKnown(call, looks))
        ? undefined
        : `seen ${JSON.stringify(seen)}\ninstead of ${JSON.stringify(expected)}`;
    };

    let verdict: string | undefined;
    const property = fc.asyncProperty(commandsOf(calls), async (commands) => {
      totals.sequences++;
      const looks: Look[] = [];
      for (let look = 0; look < 3; look++) {
        verdict = await judge(commands, looks);
        if (verdict === undefined) return;
      }
      throw new Error(verdict);
    });
    const details = await fc.check(property, { seed, numRuns: sequences, interruptAfterTimeLimit: 40_000 });
    const failure = details.failed
      ? `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}`
      : // The time may be over before it is believed.
        (verdict ?? null);
    return { ...totals, failure };
  };

/** All kinds of results are equally likely. All calls succeed, because the client retries failing ones for too long. */
function commandsOf<Kit>(calls: Calls<Kit>): fc.Arbitrary<Command[]> {
  const kinds = new Map<string, Step[]>();
  for (const [call, { returns }] of Object.entries(calls)) {
    const steps = Object.keys(forms[returns]).map((form): Step => ({ call, form, id: 'fine' }));
    kinds.set(returns, [...(kinds.get(returns) ?? []), ...steps]);
  }
  const steps = [...kinds.values()].map((some) => fc.constantFrom(...some));
  const others: readonly Command[] = ['enable', 'disable', 'disable', 'let a turn pass', 'wait for all'];
  return fc.array(fc.oneof(fc.oneof(...steps), fc.constantFrom(...others)), { minLength: 3, maxLength: 12 });
}

/** The observations of each call of a sequence, with and without the plugin. */
interface Look {
  readonly seen: readonly object[];
  readonly expected: readonly object[];
}

/**
 * Whether any observation with the plugin equals any without. What the plugin changes, it changes each time. The time of a
 * response, and whether a stream that was destroyed before it still fails, varies.
 */
const isKnown = (call: number, looks: readonly Look[]): boolean =>
  looks.some(({ seen }) => looks.some(({ expected }) => isDeepStrictEqual(seen[call], expected[call])));

/** Without the turn in which a response comes, and the context of client callbacks, which other suites test. */
const comparable = ({ log, ...seen }: Observation): object => ({
  ...seen,
  ownKeys: undefined,
  firstChunk: undefined,
  log: log
    .filter((line) => !/^(?:microtask|tick|turn)\b/.test(line))
    .map((line) => line.replace(' (in another context)', '')),
});

/** The property descriptors of every class that a client exports. */
const descriptorsOf = (exports: object): object =>
  Object.fromEntries(
    Object.entries(exports)
      .filter(([, exported]) => typeof exported === 'function' && typeof exported.prototype === 'object')
      .map(([name, { prototype }]) => [name, Object.getOwnPropertyDescriptors(prototype)]),
  );

/** Waits for all spans to end. Those of dropped streams end when they are garbage collected. */
async function ended(ledger: Ledger): Promise<void> {
  const deadline = performance.now() + 60_000;
  const isOpen = () => [...ledger].some(({ ends }) => ends === 0);
  // oxlint-disable-next-line no-await-in-loop -- it is a wait
  for (let round = 0; isOpen() && performance.now() < deadline; round++)
    // oxlint-disable-next-line no-await-in-loop -- it is a wait
    await (round < 20 ? setTimeout(5) : collectGarbage());
}
