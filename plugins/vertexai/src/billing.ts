/**
 * What a call costs, in the units of the price list, as far as a client can know: from the usage that the server reports.
 * https://cloud.google.com/vertex-ai/generative-ai/pricing
 */
import type { Attributes } from '@gcp-otel/shared';
import { modelName } from './client';
import type { ModalityCount, Usage } from './responses';
import { constant, count, modelVersion } from './shapes';

/** An amount of something that has a price. */
export interface Unit {
  readonly amount: number;
  readonly unit: 'token' | 'query' | 'prompt' | 'image' | 'second' | 'character' | 'token_hour';
  readonly kind: string;
  readonly modality?: string | undefined;
  readonly isLong?: boolean;
}

export interface Bill {
  readonly units: readonly Unit[];
  /** The model, where the request does not name it. */
  readonly model?: string | undefined;
  readonly traffic?: string | undefined;
}

const bills = new WeakMap<object, Bill>();

/** The cost of a result, for the metrics. The span has it in less detail. */
export const billOf = (result: unknown): Bill | undefined => bills.get(Object(result) as object);

/** The last part of the attributes' names: by kind for prompts, by unit for the rest. */
const ATTRIBUTES: { readonly [what: string]: string } = {
  query: 'search_queries',
  search: 'grounded_prompts',
  maps: 'maps_prompts',
  image: 'images',
  second: 'video_seconds',
  character: 'characters',
  token_hour: 'cache_token_hours',
};

/** Keeps the bill of a result and returns the attributes for its span: all units but tokens, which are recorded as usage. */
export const charge = (result: object, bill: Bill): Attributes | undefined => {
  bills.set(result, bill);
  let attributes: Attributes | undefined;
  for (const { amount, unit, kind } of bill.units) {
    const name = ATTRIBUTES[unit === 'prompt' ? kind : unit];
    if (name === undefined || amount === 0) continue;
    const attribute = `gcp.vertex_ai.billing.${name}`;
    attributes ??= {};
    attributes[attribute] = ((attributes[attribute] ?? 0) as number) + amount;
  }
  return attributes;
};

/** How many results that may be fetched again are remembered. The oldest is forgotten first. */
const MAX_REMEMBERED = 1000;
const MAX_NAME = 512;

const keyOf = (name: unknown): string => String(name).slice(0, MAX_NAME);

const remember = <Value>(kept: Map<string, Value>, name: unknown, value: Value): void => {
  if (typeof name !== 'string') return;
  kept.set(keyOf(name), value);
  if (kept.size > MAX_REMEMBERED) kept.delete(kept.keys().next().value!);
};

const charged = new Map<string, true>();

/** Whether a response that may be fetched repeatedly is counted for the first time. Without a name it is never counted. */
export const isChargedFirst = (name: unknown): boolean => {
  if (typeof name !== 'string' || charged.has(keyOf(name))) return false;
  remember(charged, name, true);
  return true;
};

/** The tools that a response is based on. */
export interface Grounding {
  /** The search queries. Candidates and chunks of a stream may repeat them. */
  readonly queries: Set<unknown>;
  /** The number of searches, where the response has only that. */
  readonly searches?: number | undefined;
  usesSearch: boolean;
  usesMaps: boolean;
}

/** https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/GroundingMetadata */
export interface GroundingMetadata {
  readonly webSearchQueries?: readonly unknown[] | null;
  readonly groundingChunks?: readonly ({ readonly web?: unknown; readonly maps?: unknown } | null)[] | null;
}

export const grounded = (
  { webSearchQueries, groundingChunks }: GroundingMetadata,
  known: Grounding = { queries: new Set(), usesSearch: false, usesMaps: false },
): Grounding => {
  for (const query of webSearchQueries ?? [])
    if (query !== '' && known.queries.size < MAX_REMEMBERED) known.queries.add(query);
  known.usesSearch ||= known.queries.size > 0;
  for (const chunk of groundingChunks ?? []) {
    known.usesSearch ||= chunk?.web !== undefined;
    known.usesMaps ||= chunk?.maps !== undefined;
  }
  return known;
};

/** Up to Gemini 2.5. https://ai.google.dev/gemini-api/docs/google-search#pricing */
const PAYS_BY_PROMPT = /^gemini-[12](?!\d)/;

/** Gemini 3 is charged by different search query, older models by prompt that searches. Maps is charged by prompt. */
const groundingUnits = ({ queries, searches = queries.size, ...uses }: Grounding, model: unknown): Unit[] => {
  const units: Unit[] = [];
  if (uses.usesSearch)
    units.push(
      PAYS_BY_PROMPT.test(String(model))
        ? { amount: 1, unit: 'prompt', kind: 'search' }
        : { amount: searches, unit: 'query', kind: 'search' },
    );
  if (uses.usesMaps) units.push({ amount: 1, unit: 'prompt', kind: 'maps' });
  return units;
};

/** All tokens of a call with a longer prompt have a higher price. */
const LONG_PROMPT = 200_000;

const MODALITIES: readonly string[] = ['text', 'audio', 'image', 'video', 'document'];

type Details = readonly ModalityCount[] | null | undefined;

const byModality = (details: Details): Map<string, number> => {
  const tokensOf = new Map<string, number>();
  for (const { modality, tokenCount, tokens = tokenCount } of details ?? []) {
    const name = String(modality).toLowerCase();
    if (MODALITIES.includes(name)) tokensOf.set(name, (tokensOf.get(name) ?? 0) + (count(tokens) ?? 0));
  }
  return tokensOf;
};

interface Total {
  readonly kind: string;
  readonly total: number;
  readonly isLong: boolean;
  /** Cached tokens, which are in the details but not in the total. */
  readonly cached?: number;
}

/** Adds tokens of a kind by modality, and without a modality those that the details lack. */
const addTokens = (units: Unit[], of: Total, details: Details, ofCached?: Details): void => {
  const { kind, total, isLong, cached = 0 } = of;
  let rest = total;
  if (details) {
    const detailed = byModality(details);
    let unclear = cached;
    for (const [modality, amount] of byModality(ofCached)) {
      unclear -= amount;
      detailed.set(modality, (detailed.get(modality) ?? 0) - amount);
    }
    // If it is unknown which of several modalities were cached, the tokens are counted without modality.
    if (unclear === 0 || detailed.size === 1)
      for (const [modality, most] of detailed) {
        const amount = Math.max(0, Math.min(most - unclear, rest));
        rest -= amount;
        units.push({ amount, unit: 'token', kind, modality, isLong });
      }
  }
  if (rest > 0) units.push({ amount: rest, unit: 'token', kind, isLong });
};

/**
 * The units of a response. Cached tokens of the prompt have a lower price than the rest. The results of Google Search are
 * counted as tokens of the tools but not charged; those of other tools are charged as input.
 */
export const answerUnits = (usage: Usage, grounding: Grounding | undefined, model: unknown): Unit[] => {
  const prompt = count(usage.promptTokenCount) ?? 0;
  const cached = count(usage.cachedContentTokenCount) ?? 0;
  const isFree = grounding?.usesSearch === true;
  const tool = isFree ? 0 : (count(usage.toolUsePromptTokenCount) ?? 0);
  const isLong = prompt > LONG_PROMPT;
  const units = grounding === undefined ? [] : groundingUnits(grounding, model);
  const { promptTokensDetails: details, toolUsePromptTokensDetails: ofTools } = usage;
  const input = ofTools && !isFree ? [...(details ?? []), ...ofTools] : details;
  const total = Math.max(0, prompt - cached) + tool;
  // This runs for each response, and most have only input and output.
  if (total > 0) addTokens(units, { kind: 'input', total, isLong, cached }, input, usage.cacheTokensDetails);
  if (cached > 0) addTokens(units, { kind: 'cached_input', total: cached, isLong }, usage.cacheTokensDetails);
  const output = count(usage.candidatesTokenCount) ?? 0;
  if (output > 0) addTokens(units, { kind: 'output', total: output, isLong }, usage.candidatesTokensDetails);
  const reasoning = count(usage.thoughtsTokenCount) ?? 0;
  if (reasoning > 0) units.push({ amount: reasoning, unit: 'token', kind: 'reasoning', isLong });
  return units;
};

/** Generated images, without those that were filtered out. */
export const imageUnits = (images: readonly { readonly raiFilteredReason?: string }[]): Unit[] => {
  const made = images.filter(({ raiFilteredReason }) => raiFilteredReason === undefined);
  return [{ amount: made.length, unit: 'image', kind: 'image' }];
};

/** Gemini's embeddings are charged by token, older ones of Vertex AI by character. */
export const embeddingUnits = (characters: unknown, tokens: unknown, model: unknown): Unit[] => {
  const amount = String(model).startsWith('gemini-') ? undefined : count(characters);
  return amount === undefined
    ? [{ amount: count(tokens) ?? 0, unit: 'token', kind: 'embedding' }]
    : [{ amount, unit: 'character', kind: 'embedding' }];
};

interface Videos {
  readonly seconds: number;
  readonly model: string | undefined;
}

const requestedVideos = new Map<string, Videos>();

/** Videos are generated by a long operation: its request has their length, its result their number. */
export const rememberVideos = (name: unknown, seconds: unknown, model: string | undefined): void => {
  if (typeof seconds === 'number' && seconds > 0) remember(requestedVideos, name, { seconds, model });
};

/** The bill of generated videos, the first time that they are fetched. */
export const videoBill = (name: unknown, made: number): Bill | undefined => {
  const videos = requestedVideos.get(keyOf(name));
  if (videos === undefined) return undefined;
  requestedVideos.delete(keyOf(name));
  const { seconds, model } = videos;
  return { units: [{ amount: made * seconds, unit: 'second', kind: 'video' }], model };
};

/** https://cloud.google.com/vertex-ai/generative-ai/docs/context-cache/context-cache-overview */
export interface Cached {
  readonly name?: string;
  readonly model?: string;
  readonly createTime?: string;
  readonly expireTime?: string;
  readonly usageMetadata?: { readonly totalTokenCount?: number };
}

/** Until when the hours of a cache are charged, in milliseconds. */
const paidUntil = new Map<string, number>();

const MS_PER_HOUR = 3_600_000;

/** A new cache is charged as input, and for its hours. One whose life is extended is charged for the added hours. */
export const cacheBill = (cached: Cached, how: 'created' | 'seen' | 'updated'): Bill | undefined => {
  const { name, createTime, expireTime, usageMetadata } = cached;
  const tokens = count(usageMetadata?.totalTokenCount) ?? 0;
  const until = Date.parse(String(expireTime));
  const from = how === 'created' ? Date.parse(String(createTime)) : paidUntil.get(keyOf(name));
  if (!Number.isNaN(until)) remember(paidUntil, name, Math.max(until, from || until));
  if (how === 'seen') return undefined;
  const units: Unit[] = how === 'created' ? [{ amount: tokens, unit: 'token', kind: 'input' }] : [];
  // If another process created the cache, its hours were counted there.
  const hours = from === undefined ? 0 : (until - from) / MS_PER_HOUR;
  if (hours > 0) units.push({ amount: tokens * hours, unit: 'token_hour', kind: 'cache_storage' });
  return { units, model: modelVersion(modelName(cached.model)) };
};

/** The kind of traffic that the server reports. */
export const trafficOf = ({ trafficType }: Usage): string | undefined => constant(trafficType);

/** The traffic type of batches, which have half the price. The server does not report it. */
export const BATCH = 'BATCH';
