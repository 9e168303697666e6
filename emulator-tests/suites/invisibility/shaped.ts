import type { Scenario, Tools } from '../../harness/scenario.ts';
import { Remark, withCallbacks, type Call, type Calls } from '../calls.ts';
import { nightly } from '../../harness/nightly.ts';
import { argumentShapes } from './argument-shapes.ts';
import { withBrokenFields } from './broken-fields.ts';
import { clientShapes } from './client-shapes.ts';
import { made } from './generated.ts';
import { observing } from './observe.ts';

/** The number of fields of a call's target that are broken, one at a time. */
const fieldsPerCall = nightly ? 12 : 2;

/** Short, because some of these calls never end. Repetitions wait longer. */
const patienceMs = 400 * Number(process.env['PATIENCE'] ?? 1);

interface PluginName {
  readonly module: string;
  readonly className: string;
  readonly config?: object;
}

interface Plugin {
  instrumentModule(exports: object): unknown;
}

/** Shapes that have broken something before. The nightly run uses all. */
const daily: readonly string[] = [
  'frozen',
  'a Proxy of something frozen',
  'a Proxy that tells what is done to it',
];
const chosenShapes = Object.entries(argumentShapes).filter(([name]) => nightly || daily.includes(name));

const withShapes = <Kit>(calls: Calls<Kit>): Calls<Kit> =>
  Object.fromEntries(
    Object.entries(calls).flatMap(([title, call]) =>
      chosenShapes.map(([name, shape]): [string, Call<Kit>] => [
        `${title} / ${name}`,
        {
          returns: call.returns,
          make(kit, names, listeners) {
            listeners.hear(new Remark(name));
            const right = call.make(kit, names, listeners);
            const note = (what: string) => listeners.hear(new Remark(what));
            return { ...right, args: right.args.map((argument) => shape(argument, note)) };
          },
        },
      ]),
    ),
  );

/** How calls are changed: arguments of other shapes, or targets with broken fields. */
export type Manner = 'arguments' | 'fields';

const manners: Readonly<Record<Manner, <Kit>(calls: Calls<Kit>) => Calls<Kit>>> = {
  arguments: withShapes,
  fields: (calls) => withBrokenFields(calls, fieldsPerCall),
};

/** The calls of a table, each with the titles of its variants. */
export function titlesOf(calls: object, manner?: Manner): Readonly<Record<string, readonly string[]>> {
  const all = withCallbacks(calls as Calls<unknown>);
  const titles = Object.keys(manner === undefined ? all : manners[manner](all));
  return Object.fromEntries(
    Object.keys(all).map((title) => [
      title,
      titles.filter((one) => one === title || one.startsWith(`${title} / `)),
    ]),
  );
}

/**
 * Makes each call in the manner of the variable `MANNER`, and on a client of the shape `CLIENT_SHAPE`, if set. With `TRACED`, the
 * plugin patches the client after the patches that come before it, and before those that come after it.
 */
export const shaping =
  <Client extends object, Kit>(
    plugin: PluginName,
    prepare: (client: Client, tools: Tools) => Kit,
    table: Calls<Kit>,
  ): Scenario<Client> =>
  async (client, tools) => {
    const { MANNER: manner, CLIENT_SHAPE: shape = '', TRACED: traced } = tools.env;
    const { before, after } = clientShapes[shape] ?? {};
    before?.(client);
    if (traced === '1') {
      const module = (await tools.load(plugin.module)) as Readonly<
        Record<string, new (config?: object) => Plugin>
      >;
      new module[plugin.className]!(plugin.config).instrumentModule(client);
    }
    const used = (after?.(client) ?? client) as Client;
    const calls = withCallbacks(table);
    return observing<Client, Kit>(prepare, manner === undefined ? calls : manners[manner as Manner](calls), {
      ids: () => ['fine'],
      atOnce: 100,
      patienceMs,
      made: { made },
      byContext: true,
    })(used, tools);
  };
