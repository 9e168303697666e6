import { context, metrics, trace } from '@opentelemetry/api';
import type { Measure } from '../src/harness.ts';
import type { Subject } from '../src/subject.ts';

/** Measures nothing: what comes before the measurement is tested. */
export const measure: Measure = async (cases) => Object.fromEntries(cases.map(({ name }) => [name, []]));

type Plugin = ReturnType<Subject<unknown>['newPlugin']>;

const plugins: Plugin[] = [];

/** Makes plugins that {@link cleanUp} disables. */
export const forOneTest =
  <Made extends Plugin>(newPlugin: () => Made) =>
  (): Made => {
    const plugin = newPlugin();
    plugins.push(plugin);
    return plugin;
  };

/** Takes back what a test has registered. */
export const cleanUp = (): void => {
  for (const plugin of plugins.splice(0)) plugin.disable();
  for (const api of [trace, metrics, context]) api.disable();
};
