import type { Scenario, Tools } from '../../harness/scenario.ts';
import { Remark, withCallbacks, type Call, type Calls } from '../calls.ts';
import { argumentShapes } from './argument-shapes.ts';
import { clientShapes } from './client-shapes.ts';
import { made } from './generated.ts';
import { observing } from './observe.ts';

/** Short, since some of these calls never end; who looks again has more of it. */
const patienceMs = 400 * Number(process.env['PATIENCE'] ?? 1);

interface PluginName {
  readonly module: string;
  readonly className: string;
  readonly config?: object;
}

interface Plugin {
  instrumentModule(exports: object): unknown;
}

const withShapes = <Kit>(calls: Calls<Kit>): Calls<Kit> =>
  Object.fromEntries(
    Object.entries(calls).flatMap(([title, call]) =>
      Object.entries(argumentShapes).map(([name, shape]): [string, Call<Kit>] => [
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

export const titlesWithShapes = (calls: object): string[] =>
  Object.keys(withShapes(withCallbacks(calls as Calls<unknown>)));
export const plainTitles = (calls: object): string[] => Object.keys(withCallbacks(calls as Calls<unknown>));

/**
 * Makes each call with arguments in every shape; or, where `CLIENT_SHAPE` names one, plainly, on a client of that shape.
 * `TRACED` says whether the plugin is on; it then patches the client between what others do before and after.
 */
export const shaping =
  <Client extends object, Kit>(
    plugin: PluginName,
    prepare: (client: Client, tools: Tools) => Kit,
    table: Calls<Kit>,
  ): Scenario<Client> =>
  async (client, tools) => {
    const { before, after } = clientShapes[tools.env['CLIENT_SHAPE'] ?? ''] ?? {};
    before?.(client);
    if (tools.env['TRACED'] === '1') {
      const module = (await tools.load(plugin.module)) as Readonly<
        Record<string, new (config?: object) => Plugin>
      >;
      new module[plugin.className]!(plugin.config).instrumentModule(client);
    }
    const used = (after?.(client) ?? client) as Client;
    const calls = withCallbacks(table);
    return observing<Client, Kit>(
      prepare,
      tools.env['CLIENT_SHAPE'] === undefined ? withShapes(calls) : calls,
      { ids: () => ['fine'], atOnce: 100, patienceMs, made: { made }, byContext: true },
    )(used, tools);
  };
