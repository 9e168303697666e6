import type { Scenario } from '../../harness/scenario.ts';
import { useUpAll, withCallbacks, type Names } from '../../suites/calls.ts';
import { failingConfig } from '../../suites/failing-config.ts';
import { calls } from './calls.ts';
import { storageKit, type Client } from './kit.ts';

/** In the names of objects: told where they are asked for, and nowhere else. */
export const objectCanary = 'oBjEcT-cAnArY';
/** In everything else that an application says, or is told: found in no word of ours. */
export const canary = 'sEcReT-cAnArY';
/** What the scripted server gives away: tokens, and with every session the right to write. */
export const givenAway = ['scripted-access-token', 'upload_id', 'X-Goog-Signature'] as const;

const faults = ['fine', 'http_403', 'missing', 'chunk_410', 'reset', 'corrupt'] as const;

/** What an application would not like to find in its telemetry, wherever it can say it. */
const scenario: Scenario<Client> = async (client, tools) => {
  process.on('unhandledRejection', () => {});
  const names =
    (fault: string) =>
    (nth: number): Names => ({
      id: `${tools.unique(`${fault}-${nth}`)}/${objectCanary}@example.com`,
      group: tools.unique(`${fault}-${nth}`),
      field: `field-${canary}`,
      value: canary,
    });
  const kit = storageKit(client, tools);
  // An access token goes with every request of a client that has an account.
  const withAccount = { ...kit, connect: kit.connectWithAccount };
  await useUpAll(calls, withAccount, { 'with an account': names('fine') });
  const some = faults.map((fault) => [fault, names(fault)] as const);
  for (const [fault, of] of some) {
    // oxlint-disable-next-line no-await-in-loop -- with all at once, requests are refused that nobody asked to be
    await useUpAll(withCallbacks(calls), kit, { [fault]: of });
  }
};

export default scenario;

export const config = failingConfig;
