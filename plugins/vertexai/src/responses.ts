/** Attributes of responses: token usage, finish reasons, ids, and content if it is captured. */
import { type Attributes, type Call, type Consumed, errorType } from '@gcp-otel/shared';
import {
  answerUnits,
  type Bill,
  charge,
  embeddingUnits,
  grounded,
  type Grounding,
  type GroundingMetadata,
  imageUnits,
  trafficOf,
} from './billing';
import {
  capturesContent,
  type Candidate,
  MAX_CANDIDATES,
  placeOf,
  spanOutput,
  type Turn,
  turnsIn,
} from './content';
import { constant, count, identifier, modelVersion as version } from './shapes';

export interface ModalityCount {
  readonly modality?: string;
  readonly tokenCount?: number;
  /** In interactions. */
  readonly tokens?: number;
}

/** https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GenerateContentResponse#UsageMetadata */
export interface Usage {
  readonly promptTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly promptTokensDetails?: readonly ModalityCount[];
  readonly toolUsePromptTokensDetails?: readonly ModalityCount[];
  readonly candidatesTokensDetails?: readonly ModalityCount[];
  readonly cacheTokensDetails?: readonly ModalityCount[];
  readonly trafficType?: string;
}

export interface Response {
  readonly candidates?: readonly (Candidate & { readonly groundingMetadata?: GroundingMetadata | null })[];
  readonly usageMetadata?: Usage;
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly modelVersion?: string;
  readonly responseId?: string;
  /** `@google-cloud/vertexai` delivers an error in the middle of a stream as a chunk. */
  readonly error?: unknown;
}

/** What is known of a response so far. */
export interface Answer {
  readonly usage: { [field: string]: unknown };
  readonly finishReasons: string[];
  /** Only set if content is captured. */
  readonly turns: Turn[] | undefined;
  id?: string | undefined;
  model?: string | undefined;
  blockReason?: string | undefined;
  grounding?: Grounding;
  error?: unknown;
}

const emptyAnswer = (call: Call): Answer => ({
  // Field names come from the server, and could be `__proto__`.
  usage: Object.create(null) as Answer['usage'],
  finishReasons: [],
  turns: capturesContent(call.config) ? [] : undefined,
});

/** Why a prompt was blocked. A reason with an unexpected format is recorded as `OTHER`. */
const blockedBy = (reason: unknown): string | undefined =>
  reason === undefined || reason === null ? undefined : (constant(reason) ?? 'OTHER');

/** Adds a chunk. Its usage is a running total, so the latest value of each field counts. */
export const gather = (before: Answer | undefined, chunk: Response, call: Call): Answer => {
  const answer = before ?? emptyAnswer(call);
  const { usageMetadata, candidates, modelVersion, responseId, promptFeedback, error } = Object(
    chunk,
  ) as Response;
  for (const field of Object.keys(usageMetadata ?? {}) as (keyof Usage)[]) {
    const value = usageMetadata![field];
    if (value !== undefined && value !== null) answer.usage[field] = value;
  }
  for (const [position, candidate] of (candidates ?? []).entries()) {
    const place = placeOf(candidate, position);
    if (place !== undefined) finished(answer.finishReasons, place, candidate);
    const groundingMetadata = candidate?.groundingMetadata;
    if (groundingMetadata) answer.grounding = grounded(groundingMetadata, answer.grounding);
  }
  answer.id ??= identifier(responseId);
  answer.model ??= version(modelVersion);
  answer.blockReason ??= blockedBy(promptFeedback?.blockReason);
  answer.error ??= error;
  if (answer.turns !== undefined) turnsIn(answer.turns, candidates ?? []);
  return answer;
};

/** Maps, because keys come from the server: an object would answer to `constructor`. */
const REASONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    STOP: 'stop',
    MAX_TOKENS: 'length',
    SAFETY: 'content_filter',
    RECITATION: 'content_filter',
    LANGUAGE: 'content_filter',
    BLOCKLIST: 'content_filter',
    PROHIBITED_CONTENT: 'content_filter',
    SPII: 'content_filter',
    MODEL_ARMOR: 'content_filter',
    IMAGE_SAFETY: 'content_filter',
    IMAGE_PROHIBITED_CONTENT: 'content_filter',
    IMAGE_RECITATION: 'content_filter',
    // The library continues with another request.
    CONTINUATION: 'continuation',
  }),
);

const CALLS_TOOL = 'tool_call';

/** Sets a candidate's finish reason. If the model wants to call a tool, its reason is only `STOP`. */
const finished = (reasons: string[], index: number, { content, finishReason }: Candidate): void => {
  const calls = content?.parts?.some((part) => part?.functionCall !== undefined) === true;
  if (calls) reasons[index] = CALLS_TOOL;
  if (finishReason === undefined || finishReason === null) return;
  const reason = REASONS.get(finishReason) ?? 'error';
  if (reason !== 'stop' || reasons[index] !== CALLS_TOOL) reasons[index] = reason;
};

const MODALITIES: ReadonlyMap<string, string> = new Map(
  Object.entries({ TEXT: 'text', IMAGE: 'image', AUDIO: 'audio' }),
);

/** Tokens by modality. The semantic conventions name three of them. */
const byModality = (
  attributes: Attributes,
  kind: string,
  counts: readonly ModalityCount[] | undefined,
): void => {
  for (const { modality = '', tokenCount } of counts ?? []) {
    const name = MODALITIES.get(modality);
    if (name === undefined || typeof tokenCount !== 'number') continue;
    const attribute = `gen_ai.usage.${name}.${kind}`;
    attributes[attribute] = ((attributes[attribute] ?? 0) as number) + tokenCount;
  }
};

/** The sum of the known counts, or `undefined` if none is known. Zero is a known count. */
export const sum = (...counts: (number | undefined)[]): number | undefined => {
  let total: number | undefined;
  for (const one of counts) if (count(one) !== undefined) total = (total ?? 0) + one!;
  return total;
};

/** Adds token usage as billed: input includes the prompts of tools, and output includes thoughts. */
const addUsage = (attributes: Attributes, usage: Usage): void => {
  attributes['gen_ai.usage.input_tokens'] = sum(usage.promptTokenCount, usage.toolUsePromptTokenCount);
  attributes['gen_ai.usage.output_tokens'] = sum(usage.candidatesTokenCount, usage.thoughtsTokenCount);
  attributes['gen_ai.usage.reasoning.output_tokens'] = count(usage.thoughtsTokenCount);
  attributes['gen_ai.usage.cache_read.input_tokens'] = count(usage.cachedContentTokenCount);
  attributes['gcp.vertex_ai.traffic_type'] = constant(usage.trafficType);
  byModality(attributes, 'input_tokens', usage.promptTokensDetails);
  byModality(attributes, 'input_tokens', usage.toolUsePromptTokensDetails);
  byModality(attributes, 'output_tokens', usage.candidatesTokensDetails);
  byModality(attributes, 'cache_read.input_tokens', usage.cacheTokensDetails);
};

const attributesOf = (answer: Answer, complete: boolean, call: Call): Attributes => {
  const { id, model, blockReason, error, finishReasons } = answer;
  const attributes: Attributes = { 'gen_ai.response.id': id, 'gen_ai.response.model': model };
  addUsage(attributes, answer.usage);
  const isBlocked = blockReason !== undefined && finishReasons.length === 0;
  // Holes in the list are candidates without a finish reason.
  const reasons = Array.from(finishReasons, (reason) => reason ?? 'error');
  if (isBlocked) {
    attributes['gen_ai.response.finish_reasons'] = ['content_filter'];
    attributes['gcp.vertex_ai.block_reason'] = blockReason;
    attributes['error.type'] = `BLOCKED_${blockReason}`;
  } else if (reasons.length > 0 && (complete || finishReasons.length > 0))
    attributes['gen_ai.response.finish_reasons'] = reasons;
  if (error !== undefined) attributes['error.type'] = errorType(error);
  return Object.assign(attributes, spanOutput(call, answer));
};

const requestedModel = ({ description }: Call): unknown => description.attributes['gen_ai.request.model'];

export const unitsOf = (answer: Answer, call: Call): Bill['units'] =>
  answerUnits(answer.usage, answer.grounding, answer.model ?? requestedModel(call));

const chargeAnswer = (result: object, answer: Answer, call: Call): Attributes | undefined =>
  charge(result, { units: unitsOf(answer, call), traffic: trafficOf(answer.usage) });

/** Attributes of a generation. `@google-cloud/vertexai` wraps the response in an object. */
export const generation = (
  result: Response & { readonly response?: Response },
  _target: unknown,
  call: Call,
): Attributes => {
  const answer = answerOf(result, call);
  return Object.assign(attributesOf(answer, true, call), chargeAnswer(result, answer, call));
};

export const answerOf = (result: Response & { readonly response?: Response }, call: Call): Answer =>
  gather(undefined, result.response ?? result, call);

export const streamedGeneration = (result: Consumed, _target: unknown, call: Call): Attributes => {
  const { gathered, complete, firstAfter } = result;
  return {
    ...(firstAfter !== undefined && { 'gen_ai.response.time_to_first_chunk': firstAfter }),
    ...(gathered !== undefined && attributesOf(gathered as Answer, complete, call)),
    ...(gathered !== undefined && chargeAnswer(result, gathered as Answer, call)),
  };
};

interface Embedded {
  readonly usageMetadata?: Usage;
  readonly metadata?: { readonly billableCharacterCount?: number };
  readonly embeddings?: readonly { readonly statistics?: { readonly tokenCount?: number } }[];
}

export const embedding = (result: Embedded, _target: unknown, call: Call): Attributes => {
  const { usageMetadata, embeddings = [], metadata } = result;
  const tokens =
    count(usageMetadata?.promptTokenCount) ??
    sum(...embeddings.map(({ statistics }) => statistics?.tokenCount));
  const units = embeddingUnits(metadata?.billableCharacterCount, tokens, requestedModel(call));
  return { 'gen_ai.usage.input_tokens': tokens, ...charge(result, { units }) };
};

interface Counted {
  readonly totalTokens?: number;
  readonly tokensInfo?: readonly {
    readonly tokenIds?: readonly unknown[];
    readonly tokens?: readonly unknown[];
  }[];
}

/** Counting tokens is not usage, so it has an attribute of its own. */
export const tokenCount = ({ totalTokens, tokensInfo }: Counted): Attributes => ({
  'gcp.vertex_ai.counted_tokens':
    count(totalTokens) ??
    sum(...(tokensInfo ?? []).map(({ tokenIds, tokens }) => (tokenIds ?? tokens)?.length)),
});

/** Each image of a response can be filtered on its own. */
export const images = (result: {
  readonly generatedImages?: readonly { readonly raiFilteredReason?: string }[];
}): Attributes =>
  result.generatedImages === undefined
    ? {}
    : {
        'gen_ai.response.finish_reasons': result.generatedImages
          .slice(0, MAX_CANDIDATES)
          .map(({ raiFilteredReason }) => (raiFilteredReason === undefined ? 'stop' : 'content_filter')),
        ...charge(result, { units: imageUnits(result.generatedImages) }),
      };
