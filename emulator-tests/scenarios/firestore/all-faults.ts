import { plainNames, useUpAll, useUpInTurn } from '../../suites/calls.ts';
import type { Scenario } from '../../harness/scenario.ts';
import { calls } from './calls.ts';
import type { Client } from './kit.ts';

/** The scripted server's vocabulary. What lasts for ever and is tried again for ever comes once. */
export const faults = [
  'permission_denied',
  'not_found',
  'failed_precondition',
  'unavailable_once',
  'internal_once',
  'deadline_exceeded_once',
  'aborted_2',
  'request_permission_denied',
  'midstream_permission_denied',
  'midstream_unavailable_once',
  'reset_once',
  'slow_first',
  'slow_rows',
  'missing',
  'pages_3',
  'fine',
] as const;

const scenario: Scenario<Client> = async (client, tools) => {
  const escaped: string[] = [];
  process.on('unhandledRejection', (reason) => escaped.push(`unhandled: ${String(reason)}`));
  process.on('uncaughtException', (error) => escaped.push(`uncaught: ${String(error)}`));
  const kit = { ...tools, client, database: new client.Firestore() };
  const names = (fault: string) => (nth: number) => {
    const id = tools.unique(`${fault}-${nth}`);
    return { ...plainNames, id, group: id };
  };
  const { reset_once: reset, ...others } = Object.fromEntries(faults.map((fault) => [fault, names(fault)]));
  // The calls share a connection: if it drops, every one that is under way hears of it.
  const seen = {
    ...(await useUpInTurn(calls, kit, { reset_once: reset! })),
    ...(await useUpAll(calls, kit, others)),
  };
  // The client lets go of some requests, and of their failures, before it answers.
  await tools.delay(2_000);
  return { seen, escaped };
};

export default scenario;
