import type { Scenario } from '../../harness/scenario.ts';
import { plainNames, useUpAll } from '../../suites/calls.ts';
import { calls } from './calls.ts';
import { spannerKit, type Client } from './kit.ts';

/** Every call once, answered. */
const scenario: Scenario<Client> = (client, tools) => {
  const kit = spannerKit(client, tools);
  return useUpAll(calls, kit, { fine: () => ({ ...plainNames, id: kit.table('fine') }) });
};

export default scenario;
