import type { Given } from '../../../shared/test/hostile';
import { hostileSuite } from '../../../shared/test/hostile-suite';
import { VertexAIInstrumentation } from '../src';
import { legacyOperations, operations } from '../src/operations';

const apiClient = {
  isVertexAI: () => true,
  getBaseUrl: () => 'https://localhost',
  getLocation: () => 'europe-west4',
};

const contentOf = ({ name }: Given) => ({
  role: name,
  parts: [{ text: name }, { functionCall: { name, args: { [name]: name } } }],
});

const settingsOf = ({ name, list }: Given) => ({
  [name]: name,
  stopSequences: list(name),
  responseModalities: list(name),
  responseMimeType: name,
});

/** What both libraries are sent. */
const requestOf = (given: Given) => {
  const { name, list } = given;
  const tools = list({ [name]: {}, functionDeclarations: [{ name, description: name }] });
  const config = { ...settingsOf(given), systemInstruction: name, tools };
  return {
    model: name,
    agent: name,
    name: `reasoningEngines/${name}`,
    contents: list(contentOf(given)),
    input: name,
    prompt: name,
    config,
    generationConfig: config,
    generation_config: config,
    systemInstruction: name,
    tools,
  };
};

const fieldsOf = (given: Given) => ({ apiClient, ...requestOf(given), location: 'europe-west4' });

/** A message is a list of parts; an interaction that is fetched has an id. */
const argsOf = (row: string, given: Given): unknown[] =>
  row === 'Interactions.get' ? [given.name] : [requestOf(given)];

/** What all kinds of answers tell, as JSON may: its objects can have a property of any name. */
const answerOf = (given: Given) => {
  const { name, list } = given;
  const details = list({ modality: name, tokenCount: 1, tokens: 1 });
  const usage = {
    [name]: name,
    promptTokenCount: 1,
    candidatesTokenCount: 1,
    promptTokensDetails: details,
    trafficType: name,
  };
  const candidate = { content: contentOf(given), finishReason: name };
  // Lists that grow up to such a place would take all memory.
  const candidates = [...list(candidate), { ...candidate, index: 4e9 }, { ...candidate, index: name }];
  return {
    candidates,
    usageMetadata: usage,
    modelVersion: name,
    responseId: name,
    id: name,
    model: name,
    status: name,
    usage: { input_tokens_by_modality: details },
    embeddings: list({ statistics: { tokenCount: 1 } }),
    generatedImages: list({ raiFilteredReason: name }),
  };
};

hostileSuite({
  // Those of both libraries. What has no row of its own is seen through those that have.
  table: { ...operations, ...legacyOperations },
  plugin: new VertexAIInstrumentation({ captureMessageContent: 'SPAN_AND_EVENT' }),
  fieldsOf,
  argsOf,
  answerOf,
});
