import { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Scenario, Tools } from '../../harness/scenario.ts';
import {
  isolated,
  plainNames,
  Remark,
  type Call,
  type Calls,
  type Listeners,
  type Made,
  type Pair,
} from '../calls.ts';
import { rowOf } from '../rows.ts';
import { describeValue } from './describe.ts';
import { start, type Form } from './form.ts';
import { applyPlan, plansFor, tellPlan } from './hostile-values.ts';
import { observing } from './observe.ts';
import type { Watch } from './watch.ts';

/** How many lists of arguments each row is called with. */
const plansPerRow = 8;
/** Short, because many of these calls never end. Repetitions wait longer. */
const patienceMs = 400 * Number(process.env['PATIENCE'] ?? 1);

/** The seed of the generated values. Failures print it, to reproduce them. */
export const seed = Number(process.env['INVISIBILITY_SEED'] ?? 1);

export const titlesOf = (row: string): string[] =>
  Array.from({ length: plansPerRow }, (_, nth) => `${row} #${nth}`);

/** Calls every row of a table with partly or entirely wrong arguments. `more` has calls for rows without one, by name. */
export const generating = <Client extends object, Kit>(
  prepare: (client: Client, tools: Tools) => Kit,
  calls: Calls<Kit>,
  more: Calls<Kit> = {},
): Scenario<Client> =>
  observing<Client, Kit>(prepare, (kit) => generatedFrom(byRow(kit, calls, more)), {
    ids: () => ['fine'],
    atOnce: 100,
    patienceMs,
    made: { made },
    byContext: true,
  });

function byRow<Kit>(kit: Kit, calls: Calls<Kit>, more: Calls<Kit>): Calls<Kit> {
  const found: Record<string, Call<Kit>> = {};
  for (const call of Object.values(calls)) found[rowOf(call.make(kit, plainNames, isolated))] ??= call;
  return { ...found, ...more };
}

const generatedFrom = <Kit>(rows: Calls<Kit>): Calls<Kit> =>
  Object.fromEntries(
    Object.entries(rows).flatMap(([row, call]) =>
      plansFor(row, seed, plansPerRow).map((plan, nth): [string, Call<Kit>] => [
        `${row} #${nth}`,
        {
          returns: call.returns,
          make(kit, names, listeners): Made {
            listeners.hear(new Remark(tellPlan(plan)));
            const right = call.make(kit, names, listeners);
            return { ...right, args: applyPlan(plan, right.args, listeners, names.id) };
          },
        },
      ]),
    ),
  );

/** Makes a call, and uses whatever it returned. */
export const made: Form = async (watch, make) => {
  let end = () => {};
  const calledBack = new Promise<void>((resolve) => (end = resolve));
  const hear: Listeners['hear'] = (...given) => {
    // Part of the comparison, so that a difference names the call.
    if (given[0] instanceof Remark) return void watch.seen.log.push(given[0].text);
    watch.note(`called with ${given.length}`);
    if (given[0] instanceof Error) watch.failed(given[0]);
    end();
    return undefined;
  };
  const call = make({ hear, fail: hear });
  const returned = start(watch, call);
  await follow(returned, watch, calledBack);
  await call.after?.();
};

async function follow(returned: unknown, watch: Watch, calledBack: Promise<void>): Promise<void> {
  const patience = setTimeout(patienceMs, late);
  if (returned instanceof Promise) {
    try {
      const given: unknown = await Promise.race([returned, patience]);
      if (given === late) {
        watch.seen.late = true;
        return;
      }
      watch.note('resolved');
      watch.seen.result = describeValue(given, 2);
      await read(given, watch);
    } catch (error) {
      watch.note('rejected');
      watch.failed(error);
    }
  } else if (returned === undefined) await Promise.race([calledBack, patience]);
  else if (typeof returned === 'function') {
    await Promise.race([calledBack, patience]);
    watch.note(`ended: ${String(returned())}`);
  } else await read(returned, watch);
}

const late = Symbol('late');

/** Reads the first item, if the result can be read. */
async function read(given: unknown, watch: Watch): Promise<void> {
  if (typeof given !== 'object' || given === null) return;
  if (given instanceof Readable || given instanceof Writable) return useStream(given, watch);
  const { stream } = given as Partial<Pair>;
  if (stream !== undefined) return read(stream, watch);
  if (!(Symbol.asyncIterator in given) || !('next' in given)) return;
  for await (const item of given as AsyncIterable<unknown>) {
    watch.note('item');
    watch.seen.result = describeValue(item, 2);
    break;
  }
}

async function useStream(stream: Readable | Writable, watch: Watch): Promise<void> {
  for (const event of ['end', 'finish', 'close']) stream.on(event, () => watch.note(event));
  stream.on('error', (error) => {
    watch.note('error');
    watch.failed(error);
  });
  const over = new Promise((resolve) => stream.once('close', resolve));
  if (stream instanceof Readable) stream.on('data', () => watch.note('data'));
  if (stream instanceof Writable && !(stream instanceof Readable)) stream.end('content');
  await Promise.race([over, setTimeout(patienceMs)]);
  stream.destroy();
  await Promise.race([over, setTimeout(patienceMs)]);
}
