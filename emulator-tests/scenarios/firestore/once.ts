import type { Scenario } from '../../harness/scenario.ts';
import { plainNames, useUpAll } from '../../suites/calls.ts';
import { calls } from './calls.ts';
import type { Client } from './kit.ts';

/** Every call once, answered. */
const scenario: Scenario<Client> = (client, tools) =>
  useUpAll(
    calls,
    { ...tools, client, database: new client.Firestore() },
    { fine: () => ({ ...plainNames, id: tools.unique('fine') }) },
  );

export default scenario;
