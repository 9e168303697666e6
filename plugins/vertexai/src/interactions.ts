/** Describes interactions of `@google/genai`, and agents and sandboxes of `@google-cloud/vertexai`. */
import { type Attributes, type Call, type Consumed, type Description, errorType } from '@gcp-otel/shared';
import { answerUnits, charge, isChargedFirst, type Grounding } from './billing';
import { agentName, type GenerationConfig, modelName, serverOf, type Target } from './client';
import { type CaptureConfig, type Sent, withContent } from './content';
import { sum } from './responses';
import { count, identifier, modelVersion } from './shapes';

type Describe<Args> = (target: Target, args: Args, operation: string, config: CaptureConfig) => Description;

/** Parameters of `interactions.create`, which are in snake case, unlike those of `models`. */
interface Create {
  readonly model?: string;
  readonly agent?: string;
  readonly stream?: boolean;
  readonly input?: unknown;
  readonly system_instruction?: unknown;
  readonly generation_config?: GenerationConfig;
}

const SETTINGS: readonly [setting: string, attribute: string][] = [
  ['temperature', 'gen_ai.request.temperature'],
  ['top_p', 'gen_ai.request.top_p'],
  ['max_output_tokens', 'gen_ai.request.max_tokens'],
  ['seed', 'gen_ai.request.seed'],
];

const settingsOf = ({ stream, generation_config: settings = {} }: Create): Attributes => {
  const attributes: Attributes = stream === true ? { 'gen_ai.request.stream': true } : {};
  for (const [setting, attribute] of SETTINGS) {
    const value = settings[setting];
    if (typeof value === 'number') attributes[attribute] = value;
  }
  return attributes;
};

/** `interactions.create`: with a model it generates content; with an agent it invokes the agent. */
export const describe: Describe<readonly [params?: Create]> = (target, [params = {}], operation, config) => {
  const model = modelName(params.model);
  const agent = agentName(params.agent);
  const isAgent = model === undefined && agent !== undefined;
  const name = isAgent ? 'invoke_agent' : operation;
  const description = {
    operation: name,
    target: model ?? agent,
    attributes: {
      'gen_ai.operation.name': name,
      ...(model !== undefined && { 'gen_ai.request.model': model }),
      ...(isAgent && { 'gen_ai.agent.name': agent }),
      ...serverOf(target),
    },
    recordedAttributes: settingsOf(params),
  };
  const read = (): Sent => ({ contents: params.input, system: params.system_instruction });
  return withContent(description, config, read);
};

/** `interactions.get(id)`. The id is that of the response, and not user data. */
export const describeStored: Describe<readonly unknown[]> = (target, [id], operation) => ({
  operation,
  attributes: { 'gen_ai.operation.name': operation, ...serverOf(target) },
  ...(typeof id === 'string' && { recordedAttributes: { 'gen_ai.response.id': id } }),
});

/** Captures the id of an engine in its resource name. */
const ENGINE = /(?:^|\/)reasoningEngines\/([^/:]+)/;

/** Agents of Vertex AI's Agent Engine: `queryInternal({ name })`. */
export const describeAgent: Describe<readonly [params?: { readonly name?: string }]> = (
  target,
  [params],
  operation,
) => {
  const [, id] = ENGINE.exec(String(params?.name)) ?? [];
  return {
    operation,
    attributes: {
      'gen_ai.operation.name': operation,
      ...(id !== undefined && { 'gen_ai.agent.id': id }),
      ...serverOf(target),
    },
  };
};

const SANDBOX = 'code_execution';

/** An agent's sandbox runs code, which is a remote tool. */
export const describeSandbox: Describe<readonly [params?: { readonly name?: string }]> = (...args) => {
  const agent = describeAgent(...args);
  const tool = { 'gen_ai.tool.name': SANDBOX, 'gen_ai.tool.type': 'extension' };
  return { ...agent, target: SANDBOX, attributes: { ...agent.attributes, ...tool } };
};

interface Modality {
  readonly modality?: string;
  readonly tokens?: number;
}

interface Usage {
  readonly total_input_tokens?: number;
  readonly total_tool_use_tokens?: number;
  readonly total_output_tokens?: number;
  readonly total_thought_tokens?: number;
  readonly total_cached_tokens?: number;
  readonly input_tokens_by_modality?: readonly Modality[];
  readonly output_tokens_by_modality?: readonly Modality[];
  readonly cached_tokens_by_modality?: readonly Modality[];
  readonly tool_use_tokens_by_modality?: readonly Modality[];
  readonly grounding_tool_count?: readonly { readonly type?: string; readonly count?: number }[];
}

interface Interaction {
  readonly id?: string;
  readonly model?: string;
  readonly status?: string;
  readonly usage?: Usage;
}

/** An event of a stream. Before 2.0 events have other types. */
interface Event {
  readonly event_type?: string;
  readonly interaction?: Interaction;
  readonly error?: { readonly code?: unknown };
}

/** What is known of an interaction so far. */
type Known = { -readonly [Field in keyof Interaction]: Interaction[Field] } & { error?: unknown };

export const gather = (before: Known | undefined, event: Event): Known => {
  // Field names come from the server, and could be `__proto__`.
  const known = before ?? (Object.create(null) as Known);
  const { interaction, error } = Object(event) as Event;
  for (const [field, value] of Object.entries(interaction ?? {}))
    if (value !== undefined && value !== null) Object.assign(known, { [field]: value });
  if (error !== undefined) known.error = error;
  return known;
};

const STATUSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    completed: 'stop',
    requires_action: 'tool_call',
    incomplete: 'length',
    failed: 'error',
    cancelled: 'error',
  }),
);

const byModality = (kind: string, list: readonly Modality[] = []): Attributes =>
  Object.fromEntries(
    list
      .filter(
        ({ modality, tokens }) => ['text', 'image', 'audio'].includes(modality ?? '') && tokens !== undefined,
      )
      .map(({ modality, tokens }) => [`gen_ai.usage.${modality}.${kind}`, tokens]),
  );

const attributesOf = ({ id, model, status, usage = {}, error }: Known): Attributes => {
  const reason = STATUSES.get(status ?? '');
  const failed = status === 'failed' ? 'failed' : undefined;
  const type = error === undefined ? failed : errorType(error);
  return {
    'gen_ai.response.id': identifier(id),
    'gen_ai.response.model': modelVersion(modelName(model)),
    'gen_ai.response.finish_reasons': reason === undefined ? undefined : [reason],
    'gen_ai.usage.input_tokens': sum(usage.total_input_tokens, usage.total_tool_use_tokens),
    'gen_ai.usage.output_tokens': sum(usage.total_output_tokens, usage.total_thought_tokens),
    'gen_ai.usage.reasoning.output_tokens': count(usage.total_thought_tokens),
    'gen_ai.usage.cache_read.input_tokens': count(usage.total_cached_tokens),
    ...byModality('input_tokens', usage.input_tokens_by_modality),
    ...byModality('output_tokens', usage.output_tokens_by_modality),
    ...(type !== undefined && { 'error.type': type }),
  };
};

const isConsumed = (result: Consumed | Interaction): result is Consumed => 'complete' in result;

const groundingOf = ({ grounding_tool_count: tools = [] }: Usage): Grounding => {
  const used = (tool: string): number => sum(...tools.map((one) => (one.type === tool ? one.count : 0))) ?? 0;
  const searches = used('google_search');
  return { queries: new Set(), searches, usesSearch: searches > 0, usesMaps: used('google_maps') > 0 };
};

/** One that is over is charged once, by whoever sees that first; it may be fetched again and again. */
const chargeOnce = (
  result: object,
  { id, model, status, usage }: Known,
  call: Call,
): Attributes | undefined => {
  if (!usage || !STATUSES.has(status ?? '')) return undefined;
  // What is not stored has no id, and cannot be fetched.
  const isNew = isChargedFirst(id) || (id === undefined && call.operation.operation !== 'fetch_response');
  if (!isNew) return undefined;
  const used = {
    promptTokenCount: usage.total_input_tokens!,
    toolUsePromptTokenCount: usage.total_tool_use_tokens!,
    candidatesTokenCount: usage.total_output_tokens!,
    thoughtsTokenCount: usage.total_thought_tokens!,
    cachedContentTokenCount: usage.total_cached_tokens!,
    promptTokensDetails: usage.input_tokens_by_modality!,
    toolUsePromptTokensDetails: usage.tool_use_tokens_by_modality!,
    candidatesTokensDetails: usage.output_tokens_by_modality!,
    cacheTokensDetails: usage.cached_tokens_by_modality!,
  };
  const name = modelVersion(modelName(model));
  return charge(result, { units: answerUnits(used, groundingOf(usage), name), model: name });
};

/** Attributes of an interaction, from the whole response or from a stream of events. */
export const attributes = (result: Consumed | Interaction, _target: unknown, call: Call): Attributes => {
  if (!isConsumed(result)) return Object.assign(attributesOf(result), chargeOnce(result, result, call));
  const { gathered, firstAfter } = result;
  return {
    ...(firstAfter !== undefined && { 'gen_ai.response.time_to_first_chunk': firstAfter }),
    ...attributesOf(Object(gathered) as Known),
    ...chargeOnce(result, Object(gathered) as Known, call),
  };
};
