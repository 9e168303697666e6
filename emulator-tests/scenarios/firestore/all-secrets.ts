import type { Scenario } from '../../harness/scenario.ts';
import { useUpAll, type Names } from '../../suites/calls.ts';
import { failingConfig } from '../../suites/failing-config.ts';
import { calls } from './calls.ts';
import type { Client } from './kit.ts';

/** Found in no word of ours, nor of the server's. */
export const canary = 'cAnArY';

/** Looks as the users' ids do that applications put into field paths: 28 letters and digits. */
const uid = `${canary}0123456789abcdefghij12`;

const faults = [
  'fine',
  'not_found',
  'permission_denied',
  'aborted_1',
  'midstream_permission_denied',
] as const;

/** What an application would not like to find in its telemetry, wherever it can say it. */
const scenario: Scenario<Client> = async (client, tools) => {
  process.on('unhandledRejection', () => {});
  const kit = { ...tools, client, database: new client.Firestore() };
  const secrets =
    (fault: string) =>
    (nth: number): Names => ({
      id: tools.unique(`${fault}-${canary}@example.com-${nth}`),
      group: 'members',
      field: `roles.${uid}`,
      value: `${canary} a value`,
    });
  return useUpAll(calls, kit, Object.fromEntries(faults.map((fault) => [fault, secrets(fault)])));
};

export default scenario;

export const config = failingConfig;
