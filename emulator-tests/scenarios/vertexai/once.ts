import type { Scenario } from '../../harness/scenario.ts';
import { plainNames, useUpAll } from '../../suites/calls.ts';
import { calls } from './calls.ts';
import { genaiKit, type GenAI } from './kit.ts';

/** Every call once, answered. */
const scenario: Scenario<GenAI> = (client, tools) =>
  useUpAll(calls, genaiKit(client, tools, 'vertex'), {
    fine: () => ({ ...plainNames, id: tools.unique('fine') }),
  });

export default scenario;
