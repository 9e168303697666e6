import type { Scenario } from '../../harness/scenario.ts';
import { plainNames, useUpAll } from '../../suites/calls.ts';
import { calls } from './calls.ts';
import { storageKit, tolerateUpstream, type Client } from './kit.ts';

/** Every call once, answered. */
const scenario: Scenario<Client> = (client, tools) => {
  tolerateUpstream();
  const names = (nth: number) => {
    const id = tools.unique(`fine-${nth}`);
    return { ...plainNames, id, group: id };
  };
  return useUpAll(calls, storageKit(client, tools), { fine: names });
};

export default scenario;
