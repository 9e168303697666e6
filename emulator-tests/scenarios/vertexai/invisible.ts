import type { Scenario, Tools } from '../../harness/scenario.ts';
import type { Call, Calls } from '../../suites/calls.ts';
import { observing } from '../../suites/invisibility/observe.ts';
import { calls as genaiCalls, callsWithTools, made } from './calls.ts';
import { genaiKit, legacyKit, type GenAI, type GenAIKit, type Legacy, type LegacyKit } from './kit.ts';
import { calls as legacyCalls } from './legacy-calls.ts';

const fail = (): never => {
  throw new RangeError('of a getter');
};
const hostile = () => new Proxy({}, { get: fail, has: fail, ownKeys: fail });

function circular(): object {
  const part: Record<string, unknown> = { text: 'a' };
  part['self'] = part;
  return part;
}

const hugeData = Buffer.alloc(1_000_000, 'a').toString('base64');
const huge = [{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: hugeData } }] }];

/** What a request can be that no client expects, and what is odd about it. */
const oddContents: Readonly<Record<string, () => unknown>> = {
  'nothing at all': () => undefined,
  'contents that throw': () => hostile(),
  'contents that are circular': () => [{ role: 'user', parts: [circular()] }],
  'contents that are huge': () => huge,
  'contents that are frozen': () => Object.freeze([Object.freeze({ role: 'user', parts: [{ text: 'a' }] })]),
};

/** The same call with each of them. */
const odd = <Kit>(
  title: string,
  returns: Call<Kit>['returns'],
  on: (kit: Kit, names: { readonly id: string }) => object,
  method: string,
  request: (id: string, contents: unknown) => unknown,
): Calls<Kit> =>
  Object.fromEntries([
    ...Object.entries(oddContents).map(([oddity, contents]) => [
      `${title}(${oddity})`,
      made<Kit>(returns)(on, method, ({ id }) => [request(id, contents())]),
    ]),
    [
      `${title}(frozen)`,
      made<Kit>(returns)(on, method, ({ id }) => [
        Object.freeze(request(id, [{ role: 'user', parts: [{ text: 'a' }] }]) as object),
      ]),
    ],
    [`${title}()`, made<Kit>(returns)(on, method, () => [])],
  ]);

const models = ({ ai }: GenAIKit) => ai.models;
const asked = (model: string, contents: unknown) => ({ model, contents, config: { temperature: 0 } });
const model = (kit: LegacyKit, { id }: { readonly id: string }) => kit.model({ model: id });

const genai: Calls<GenAIKit> = {
  ...genaiCalls,
  ...callsWithTools,
  ...odd('models.generateContent', 'promise', models, 'generateContent', asked),
  ...odd('models.generateContentStream', 'chunks', models, 'generateContentStream', asked),
};

const legacy: Calls<LegacyKit> = {
  ...legacyCalls,
  ...odd('model.generateContent', 'promise', model, 'generateContent', (_, contents) => ({ contents })),
  ...odd('model.generateContentStream', 'pair', model, 'generateContentStream', (_, contents) => ({
    contents,
  })),
};

export const calls = { genai, legacy };

/** Interactions try again, and take their time. */
const names = (title: string) =>
  title.startsWith('interactions')
    ? ['fine', 'http_400', 'midstream_drop']
    : ['fine', 'http_400', 'http_503', 'midstream_bad_json', 'blocked', 'call_2'];

const manner = { ids: names, atOnce: 60, patienceMs: 1_000 };
const observers = {
  genai: observing((client: GenAI, tools: Tools) => genaiKit(client, tools, 'vertex'), genai, manner),
  legacy: observing((client: Legacy, tools: Tools) => legacyKit(client, tools), legacy, manner),
};

const scenario: Scenario<GenAI | Legacy> = (client, tools) =>
  'VertexAI' in client ? observers.legacy(client, tools) : observers.genai(client, tools);

export default scenario;
