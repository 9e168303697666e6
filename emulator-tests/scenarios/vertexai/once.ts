import type { Scenario, Tools } from '../../harness/scenario.ts';
import { plainNames, useUpAll, type Calls, type Seen } from '../../suites/calls.ts';
import { calls, callsWithTools } from './calls.ts';
import { genaiKit, legacyKit, type GenAI, type Legacy } from './kit.ts';
import { calls as legacyCalls } from './legacy-calls.ts';

/** Every call once, answered. */
const scenario: Scenario<GenAI | Legacy> = (client, tools) =>
  'VertexAI' in client
    ? take(legacyCalls, legacyKit(client, tools))
    : take({ ...calls, ...callsWithTools }, genaiKit(client, tools, 'vertex'));

const take = <Kit extends Tools>(table: Calls<Kit>, kit: Kit): Promise<Seen> =>
  useUpAll(table, kit, { fine: () => ({ ...plainNames, id: kit.unique('fine') }) });

export default scenario;
