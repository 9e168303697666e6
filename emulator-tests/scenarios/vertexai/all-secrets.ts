import type { Scenario, Tools } from '../../harness/scenario.ts';
import { useUpAll, type Calls, type Names } from '../../suites/calls.ts';
import { failingConfig } from '../../suites/failing-config.ts';
import { batchCalls, calls as genaiCalls, callsWithTools } from './calls.ts';
import { codeOf } from './codes.ts';
import { genaiKit, legacyKit, type GenAI, type Legacy } from './kit.ts';
import { calls as legacyCalls } from './legacy-calls.ts';

/** Found in no word of ours, nor of the server's. */
export const canary = 'cAnArY';

const faults = ['echo', 'http_400', 'http_429', 'midstream_error-echo', 'call', 'blocked'] as const;

/** What an application would not like to find in its telemetry, wherever it can say it. */
const scenario: Scenario<GenAI | Legacy> = async (client, tools) => {
  process.on('unhandledRejection', () => {});
  if ('VertexAI' in client) {
    await tellAll(legacyCalls, legacyKit(client, tools));
    await tellAll(legacyCalls, legacyKit(client, tools, 'preview'));
  } else {
    await tellAll({ ...genaiCalls, ...callsWithTools }, genaiKit(client, tools, 'vertex'));
    await tellAll(batchCalls, genaiKit(client, tools, 'gemini'));
  }
};

async function tellAll<Kit extends Tools>(calls: Calls<Kit>, kit: Kit): Promise<void> {
  const secrets =
    (fault: string) =>
    (nth: number): Names => ({
      id: kit.unique(`${fault}-${nth}`),
      group: fault,
      field: 'field',
      value: `${canary} a value`,
    });
  const choices = Object.fromEntries(faults.map((fault) => [fault, secrets(fault)]));
  await useUpAll(calls, kit, choices, codeOf);
}

export default scenario;

export const config = failingConfig;
