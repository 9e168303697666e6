import type { Scenario, Tools } from '../../harness/scenario.ts';
import { plainNames, useUpAll, type Calls, type Seen } from '../../suites/calls.ts';
import { batchCalls, calls as genaiCalls } from './calls.ts';
import { codeOf } from './codes.ts';
import { genaiKit, legacyKit, type GenAI, type GenAIKit, type Legacy } from './kit.ts';
import { calls as legacyCalls } from './legacy-calls.ts';

/** The scripted server's vocabulary: how the trace tells of what is no failure to a client, its own test draws. */
export const faults = [
  'http_400',
  'http_403',
  'http_429',
  'http_503',
  'html_502',
  'reset',
  'truncated',
  'bad_json',
  'midstream_drop',
  'midstream_bad_json',
  'finish_NONE',
  'fine',
] as const;

/** These try again, and take their time. */
const patient = /^interactions/;
const hopeless = new Set<string>(['http_400', 'http_403', 'midstream_drop', 'finish_NONE', 'fine']);

/** The calls that a fault strikes. */
export const struckBy = <Kit>(fault: string, calls: Calls<Kit>): Calls<Kit> =>
  hopeless.has(fault)
    ? calls
    : Object.fromEntries(Object.entries(calls).filter(([title]) => !patient.test(title)));

/** For Vertex AI, the client refuses some batches before it sends a request. */
const vertexCalls: Calls<GenAIKit> = Object.fromEntries(
  Object.entries(genaiCalls).filter(([title]) => !(title in batchCalls)),
);

const scenario: Scenario<GenAI | Legacy> = async (client, tools) => {
  const escaped: string[] = [];
  process.on('unhandledRejection', (reason) => escaped.push(`unhandled: ${codeOf(reason)}`));
  process.on('uncaughtException', (error) => escaped.push(`uncaught: ${codeOf(error)}`));
  const seen =
    'VertexAI' in client
      ? await takeAll(legacyCalls, legacyKit(client, tools))
      : {
          ...(await takeAll(vertexCalls, genaiKit(client, tools, 'vertex'))),
          ...(await takeAll(batchCalls, genaiKit(client, tools, 'gemini'))),
        };
  await tools.delay(200);
  return { seen, escaped: escaped.toSorted() };
};

async function takeAll<Kit extends Tools>(calls: Calls<Kit>, kit: Kit): Promise<Seen> {
  const all: Record<string, number | string> = {};
  for (const fault of faults) {
    const names = (nth: number) => ({ ...plainNames, id: kit.unique(`${fault}-${nth}`) });
    // oxlint-disable-next-line no-await-in-loop -- as many as a server can bear
    Object.assign(all, await useUpAll(struckBy(fault, calls), kit, { [fault]: names }, codeOf));
  }
  return all;
}

export default scenario;
