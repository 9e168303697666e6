import type { Scenario } from '../../harness/scenario.ts';
import { useUpAll, withCallbacks, type Names } from '../../suites/calls.ts';
import { failingConfig } from '../../suites/failing-config.ts';
import { calls } from './calls.ts';
import { spannerKit, type Client } from './kit.ts';

/** Found in no word of ours, nor of the server's. */
export const canary = 'cAnArY';

const faults = [
  'fine',
  'not_found',
  'already_exists',
  'deadline_exceeded_once',
  'aborted_1',
  'midstream_internal',
] as const;

/** What an application would not like to find in its telemetry, wherever it can say it. */
const scenario: Scenario<Client> = async (client, tools) => {
  process.on('unhandledRejection', () => {});
  const kit = spannerKit(client, tools);
  const secrets = (fault: string) => (): Names => ({
    id: kit.table(fault),
    group: 'rows_5',
    field: 'Name',
    value: `${canary} a value`,
  });
  await useUpAll(
    withCallbacks(calls),
    kit,
    Object.fromEntries(faults.map((fault) => [fault, secrets(fault)])),
  );
};

export default scenario;

export const config = failingConfig;
