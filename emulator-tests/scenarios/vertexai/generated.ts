import type { Scenario, Tools } from '../../harness/scenario.ts';
import { generating } from '../../suites/invisibility/generated.ts';
import { calls as genaiCalls } from './calls.ts';
import { genaiKit, legacyKit, type GenAI, type Legacy } from './kit.ts';
import { calls as legacyCalls } from './legacy-calls.ts';

const scenarios = {
  genai: generating((client: GenAI, tools: Tools) => genaiKit(client, tools, 'vertex'), genaiCalls),
  stable: generating((client: Legacy, tools: Tools) => legacyKit(client, tools), legacyCalls),
  preview: generating((client: Legacy, tools: Tools) => legacyKit(client, tools, 'preview'), legacyCalls),
};

const scenario: Scenario<GenAI | Legacy> = (client, tools) => {
  if (!('VertexAI' in client)) return scenarios.genai(client, tools);
  return tools.env['PREVIEW'] === '1' ? scenarios.preview(client, tools) : scenarios.stable(client, tools);
};

export default scenario;
