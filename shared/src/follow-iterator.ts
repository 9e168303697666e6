import type { Call } from './call';
import { runInside } from './call-context';
import { abandoned } from './follow-stream';
import { override } from './override';
import type { Consumed } from './plugin';

type Step = (value?: unknown) => Promise<IteratorResult<unknown>>;
type Steps = { [Name in 'next' | 'return' | 'throw']?: Step };

/**
 * An iterator starts its call with the first `next`, when its request starts, and ends it when it is exhausted, left
 * or fails. Its steps run inside the call; the body of the application's loop does not.
 */
export const followIterator = (begin: () => Call, result: unknown): unknown => {
  const steps = result as Steps | undefined;
  if (typeof steps?.next !== 'function') return result;
  const read: Consumed = { rows: 0, last: undefined, complete: false };
  let call: Call | undefined;

  const observe = (name: keyof Steps, original: Step): Step =>
    function (this: unknown, ...values: [unknown?]) {
      if (call === undefined && name === 'next')
        abandoned.register(steps, { call: (call = begin()), read }, call);
      const running = call;
      if (running === undefined) return original.apply(this, values);
      return (runInside(running, original, this, values) as Promise<IteratorResult<unknown>>).then(
        (item) => {
          if (item.done !== true && name === 'next') {
            read.rows++;
            read.last = item.value;
          } else {
            read.complete = name === 'next';
            abandoned.unregister(running);
            running.succeed(read);
          }
          return item;
        },
        (thrown: unknown) => {
          abandoned.unregister(running);
          running.fail(thrown);
          throw thrown;
        },
      );
    };
  for (const name of ['next', 'return', 'throw'] as const) {
    const original = steps[name];
    if (typeof original === 'function') override(steps, name, observe(name, original));
  }
  return result;
};
