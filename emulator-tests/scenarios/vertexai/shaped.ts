import type { Scenario, Tools } from '../../harness/scenario.ts';
import { shaping } from '../../suites/invisibility/shaped.ts';
import { calls as genaiCalls, callsWithTools } from './calls.ts';
import { genaiKit, legacyKit, type GenAI, type Legacy } from './kit.ts';
import { calls as legacyCalls } from './legacy-calls.ts';

const plugin = { module: '@gcp-otel/instrumentation-vertexai', className: 'VertexAIInstrumentation' };

export const calls = { genai: { ...genaiCalls, ...callsWithTools }, legacy: legacyCalls };

const scenarios = {
  genai: shaping(plugin, (client: GenAI, tools: Tools) => genaiKit(client, tools, 'vertex'), calls.genai),
  legacy: shaping(plugin, (client: Legacy, tools: Tools) => legacyKit(client, tools), calls.legacy),
};

const scenario: Scenario<GenAI | Legacy> = (client, tools) =>
  'VertexAI' in client ? scenarios.legacy(client, tools) : scenarios.genai(client, tools);

export default scenario;
