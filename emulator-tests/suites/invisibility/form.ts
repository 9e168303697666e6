import { isolated, perform, type Listeners, type Made } from '../calls.ts';
import { describeValue } from './describe.ts';
import type { Watch } from './watch.ts';

/** One way of using a call's result. `make` returns the call, with these listeners if it takes any. */
export type Form = (watch: Watch, make: (listeners: Listeners) => Made) => Promise<void>;
export type Forms = Readonly<Record<string, Form>>;

/** Some arguments throw when they are read. */
function tellArguments({ args }: Made): string {
  try {
    return JSON.stringify(describeValue(args));
  } catch {
    return 'unreadable';
  }
}

/** Makes the call. Returns `undefined` if it threw. */
export function start(watch: Watch, made: Made): unknown {
  const before = tellArguments(made);
  try {
    const returned = perform(made);
    watch.returned(returned);
    return returned;
  } catch (error) {
    watch.note('threw');
    watch.failed(error);
    return undefined;
  } finally {
    watch.seen.argumentsChanged = tellArguments(made) !== before;
  }
}

/** A form that uses the call's result, if there is one. */
export const on =
  <Returned>(use: (returned: Returned, watch: Watch) => unknown): Form =>
  async (watch, make) => {
    const made = make(isolated);
    const returned = start(watch, made);
    if (returned === undefined) return;
    const used = use(returned as Returned, watch);
    await made.after?.();
    await used;
  };
