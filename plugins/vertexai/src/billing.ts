/**
 * What a call costs, in the units of the price list, as far as a client can know it: from what the server says was used.
 * https://cloud.google.com/vertex-ai/generative-ai/pricing
 */
import type { Attributes } from '@gcp-otel/shared';
import { modelName } from './client';
import type { ModalityCount, Usage } from './responses';
import { constant, count, modelVersion } from './shapes';

/** So much of one thing that has a price. */
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

/** What a result costs, for the metrics. It is not on the span in such detail. */
export const billOf = (result: unknown): Bill | undefined => bills.get(Object(result) as object);

/** A prompt is charged for what it uses; the other names are those of the units. */
const ATTRIBUTES: { readonly [what: string]: string } = {
  query: 'search_queries',
  search: 'grounded_prompts',
  maps: 'maps_prompts',
  image: 'images',
  second: 'video_seconds',
  character: 'characters',
  token_hour: 'cache_token_hours',
};

/** Keeps the bill of a result, and returns what its span says: everything but tokens, which have their own attributes. */
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

/** What is remembered of things that are fetched later: the oldest is forgotten first. */
const MAX_REMEMBERED = 1000;
const MAX_NAME = 512;

const keyOf = (name: unknown): string => String(name).slice(0, MAX_NAME);

const remember = <Value>(kept: Map<string, Value>, name: unknown, value: Value): void => {
  if (typeof name !== 'string') return;
  kept.set(keyOf(name), value);
  if (kept.size > MAX_REMEMBERED) kept.delete(kept.keys().next().value!);
};

const charged = new Map<string, true>();

/** Whether an answer that may be fetched again is charged now, and was not before. Without a name, nobody knows. */
export const chargedFirst = (name: unknown): boolean => {
  if (typeof name !== 'string' || charged.has(keyOf(name))) return false;
  remember(charged, name, true);
  return true;
};

/** The tools that an answer is based on. */
export interface Grounding {
  /** The searches, each of which may be told several times: by candidate, by chunk of a stream. */
  readonly queries: Set<unknown>;
  /** How many they are, where nothing but that is told. */
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

/** Gemini 3 pays for each different search, older models for each prompt that searches. Maps is paid by the prompt. */
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

/** Longer prompts have another price: that of all their tokens. */
const LONG_PROMPT = 200_000;

const MODALITIES: readonly string[] = ['text', 'audio', 'image', 'video', 'document'];

type Details = readonly ModalityCount[] | null | undefined;

const byModality = (details: Details): Map<string, number> => {
  const told = new Map<string, number>();
  for (const { modality, tokenCount, tokens = tokenCount } of details ?? []) {
    const name = String(modality).toLowerCase();
    if (MODALITIES.includes(name)) told.set(name, (told.get(name) ?? 0) + (count(tokens) ?? 0));
  }
  return told;
};

interface Total {
  readonly kind: string;
  readonly total: number;
  readonly isLong: boolean;
  /** How many are among the details, and not in the total. */
  readonly cached?: number;
}

/** Adds tokens of a kind by their modality; those of which none is told, without. */
const addTokens = (units: Unit[], of: Total, details: Details, ofCached?: Details): void => {
  const { kind, total, isLong, cached = 0 } = of;
  let rest = total;
  if (details) {
    const told = byModality(details);
    let unclear = cached;
    for (const [modality, amount] of byModality(ofCached)) {
      unclear -= amount;
      told.set(modality, (told.get(modality) ?? 0) - amount);
    }
    // Which of several modalities were cached may not be told: then nothing is said of them.
    if (unclear === 0 || told.size === 1)
      for (const [modality, most] of told) {
        const amount = Math.max(0, Math.min(most - unclear, rest));
        rest -= amount;
        units.push({ amount, unit: 'token', kind, modality, isLong });
      }
  }
  if (rest > 0) units.push({ amount: rest, unit: 'token', kind, isLong });
};

/**
 * An answer: what was cached has another price than the rest of the prompt. What Google Search has found is among the
 * tokens of the tools, and not charged; what other tools give is input.
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
  // This runs for each answer, most of which have no more than input and output.
  if (total > 0) addTokens(units, { kind: 'input', total, isLong, cached }, input, usage.cacheTokensDetails);
  if (cached > 0) addTokens(units, { kind: 'cached_input', total: cached, isLong }, usage.cacheTokensDetails);
  const output = count(usage.candidatesTokenCount) ?? 0;
  if (output > 0) addTokens(units, { kind: 'output', total: output, isLong }, usage.candidatesTokensDetails);
  const reasoning = count(usage.thoughtsTokenCount) ?? 0;
  if (reasoning > 0) units.push({ amount: reasoning, unit: 'token', kind: 'reasoning', isLong });
  return units;
};

/** Pictures that are made; none that is withheld. */
export const imageUnits = (images: readonly { readonly raiFilteredReason?: string }[]): Unit[] => {
  const made = images.filter(({ raiFilteredReason }) => raiFilteredReason === undefined);
  return [{ amount: made.length, unit: 'image', kind: 'image' }];
};

/** Gemini's embeddings are paid by the token, older ones of Vertex AI by the character. */
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

const asked = new Map<string, Videos>();

/** Videos take their time: how long they are is known when they are asked for, how many there are at the end. */
export const askedVideos = (name: unknown, seconds: unknown, model: string | undefined): void => {
  if (typeof seconds === 'number' && seconds > 0) remember(asked, name, { seconds, model });
};

/** The videos that were made, once. */
export const madeVideos = (name: unknown, made: number): Bill | undefined => {
  const videos = asked.get(keyOf(name));
  if (videos === undefined) return undefined;
  asked.delete(keyOf(name));
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

/** A cache that is made is input, and its hours are charged; of one that lives on, those that are added. */
export const cacheBill = (cached: Cached, how: 'created' | 'seen' | 'updated'): Bill | undefined => {
  const { name, createTime, expireTime, usageMetadata } = cached;
  const tokens = count(usageMetadata?.totalTokenCount) ?? 0;
  const until = Date.parse(String(expireTime));
  const from = how === 'created' ? Date.parse(String(createTime)) : paidUntil.get(keyOf(name));
  if (!Number.isNaN(until)) remember(paidUntil, name, Math.max(until, from || until));
  if (how === 'seen') return undefined;
  const units: Unit[] = how === 'created' ? [{ amount: tokens, unit: 'token', kind: 'input' }] : [];
  // Who made it may have paid for its hours: another process, before this one knew of it.
  const hours = from === undefined ? 0 : (until - from) / MS_PER_HOUR;
  if (hours > 0) units.push({ amount: tokens * hours, unit: 'token_hour', kind: 'cache_storage' });
  return { units, model: modelVersion(modelName(cached.model)) };
};

/** The kind of traffic that the server tells. */
export const trafficOf = ({ trafficType }: Usage): string | undefined => constant(trafficType);

/** That of batches, which are half the price. The server does not tell it. */
export const BATCH = 'BATCH';
