import { setImmediate, setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { TracerProvider } from '@opentelemetry/api';
import * as fc from 'fast-check';
import type { Scenario, Tools } from '../../harness/scenario.ts';
import { plainNames, type Calls, type Listeners } from '../calls.ts';
import { collectGarbage } from '../leaks/find-leaks.ts';
import { ledgerProvider, type Ledger } from '../ledger.ts';
import { forms, wait } from './forms.ts';
import { watchProcess } from './observe.ts';
import { Watch, watchChunks, watchedHere, type Observation } from './watch.ts';

/** A plugin, as far as an application switches it. */
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
  /** The shortest sequence that was found to be seen, and what the application saw. */
  readonly failure: string | null;
  readonly sequences: number;
  readonly calls: number;
  readonly spans: number;
}

/** To be given again where a failure told it. */
const seed = Number(process.env['INVISIBILITY_SEED'] ?? 1);
const patienceMs = 400;

/** Runs generated sequences of calls without the plugin, and again while it is switched off and on between and during them. */
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
          // Whatever is under way.
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

    /** `looks` has what was seen of each call in the looks before. */
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

/** Kinds of results are as likely as each other, however many calls have them. All succeed: the client tries others for too long. */
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

/** What was seen of each call of a sequence, with the plugin and without it. */
interface Look {
  readonly seen: readonly object[];
  readonly expected: readonly object[];
}

/**
 * Whether a call was seen in any look as it was seen without the plugin in any. What the plugin changes, it changes each
 * time; when an answer comes, and whether a stream that was destroyed before it still fails, is chance.
 */
const isKnown = (call: number, looks: readonly Look[]): boolean =>
  looks.some(({ seen }) => looks.some(({ expected }) => isDeepStrictEqual(seen[call], expected[call])));

/** In which turn an answer comes, and whose context the client itself calls back in, is proven elsewhere. */
const comparable = ({ log, ...seen }: Observation): object => ({
  ...seen,
  ownKeys: undefined,
  firstChunk: undefined,
  log: log
    .filter((line) => !/^(?:microtask|tick|turn)\b/.test(line))
    .map((line) => line.replace(' (in another context)', '')),
});

/** What every class that a client exports consists of. */
const descriptorsOf = (exports: object): object =>
  Object.fromEntries(
    Object.entries(exports)
      .filter(([, exported]) => typeof exported === 'function' && typeof exported.prototype === 'object')
      .map(([name, { prototype }]) => [name, Object.getOwnPropertyDescriptors(prototype)]),
  );

/** What was dropped ends when it is collected. */
async function ended(ledger: Ledger): Promise<void> {
  const deadline = performance.now() + 60_000;
  const isOpen = () => [...ledger].some(({ ends }) => ends === 0);
  // oxlint-disable-next-line no-await-in-loop -- it is a wait
  for (let round = 0; isOpen() && performance.now() < deadline; round++)
    // oxlint-disable-next-line no-await-in-loop -- it is a wait
    await (round < 20 ? setTimeout(5) : collectGarbage());
}
