import type { Scenario } from '../../harness/scenario.ts';
import { plainNames, useUpAll, useUpInTurn, withCallbacks } from '../../suites/calls.ts';
import { calls as table } from './calls.ts';
import { spannerKit, type Client } from './kit.ts';

/** The scripted server's vocabulary. */
export const faults = [
  'permission_denied',
  'not_found',
  'invalid_argument',
  'deadline_exceeded_once',
  'unavailable_once',
  'internal_once',
  'aborted_2',
  'request_permission_denied',
  'midstream_permission_denied',
  'midstream_unavailable_once',
  'reset_once',
  'slow_rows',
  'fine',
] as const;

export const calls = withCallbacks(table);

/** Calls whose connection drops. */
export const droppable =
  /^(?:database\.run|database\.runStream|table\.read|table\.insert|transaction: a batch)$/;

const scenario: Scenario<Client> = async (client, tools) => {
  const escaped: string[] = [];
  process.on('unhandledRejection', (reason) => escaped.push(`unhandled: ${String(reason)}`));
  process.on('uncaughtException', (error) => escaped.push(`uncaught: ${String(error)}`));
  const kit = spannerKit(client, tools);
  const names = (fault: string) => () => ({ ...plainNames, id: kit.table(fault) });
  const { reset_once: reset, ...others } = Object.fromEntries(faults.map((fault) => [fault, names(fault)]));
  // The calls share a connection: if it drops, every one that is under way hears of it, and a second goes by until there is another.
  const some = Object.fromEntries(Object.entries(calls).filter(([title]) => droppable.test(title)));
  const seen = {
    ...(await useUpInTurn(some, kit, { reset_once: reset! })),
    ...(await useUpAll(calls, kit, others)),
  };
  await tools.delay(500);
  return { seen, escaped };
};

export default scenario;
