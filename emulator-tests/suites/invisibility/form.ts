import { isolated, perform, type Listeners, type Made } from '../calls.ts';
import { describeValue } from './describe.ts';
import type { Watch } from './watch.ts';

/** One way of using what a call returns. `make` gives the call, with these listeners where it takes any. */
export type Form = (watch: Watch, make: (listeners: Listeners) => Made) => Promise<void>;
export type Forms = Readonly<Record<string, Form>>;

/** Some throw at whoever looks at them. */
function tellArguments({ args }: Made): string {
  try {
    return JSON.stringify(describeValue(args));
  } catch {
    return 'unreadable';
  }
}

/** Makes the call; `undefined` if it was refused at once. */
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

/** Makes a call whose result the form uses, if there is one. */
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
