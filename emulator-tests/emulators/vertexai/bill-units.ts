/** The units of a model's answer, by its usage. */
import type { Chunk, InteractionUsage, Usage } from './bill-messages.ts';

/** Amounts by `unit/kind`. */
export type Units = Readonly<Record<string, number>>;

/** Prompts of more than 200 000 tokens have other prices, for all tokens. */
const LONG = 200_000;

/** The last totals of an answer's chunks, and what the answer is grounded on. */
export function answerUnits(chunks: readonly Chunk[], model: string): Units {
  const usages = chunks.flatMap(({ usageMetadata: usage }) =>
    usage?.promptTokenCount === undefined ? [] : [usage],
  );
  const sources = chunks
    .flatMap(({ candidates = [] }) => candidates)
    .flatMap(({ groundingMetadata }) => groundingMetadata ?? []);
  const queries = new Set(sources.flatMap(({ webSearchQueries = [] }) => webSearchQueries.filter(Boolean)));
  const usesMaps = sources.some(({ groundingChunks = [] }) => groundingChunks.some(({ maps }) => maps));
  return {
    ...searches(queries.size, model),
    ...(usesMaps && { 'prompt/maps': 1 }),
    ...tokens(usages.at(-1) ?? {}, queries.size > 0),
  };
}

/** https://ai.google.dev/gemini-api/docs/google-search: Gemini 3 by query, once each; older models by prompt. */
function searches(queries: number, model: string): Units {
  if (queries === 0) return {};
  return /gemini-[12]\b/.test(model) ? { 'prompt/search': 1 } : { 'query/search': queries };
}

/** "Tokens … provided by Grounding with Google Search are not charged"; those of other tools are input. */
function tokens(usage: Usage, hasSearched: boolean): Units {
  const {
    promptTokenCount: prompt = 0,
    cachedContentTokenCount: cached = 0,
    toolUsePromptTokenCount: ofTools = 0,
    candidatesTokenCount: output = 0,
    thoughtsTokenCount: reasoning = 0,
  } = usage;
  const suffix = prompt > LONG ? '/long' : '';
  return {
    [`token/input${suffix}`]: prompt - cached + (hasSearched ? 0 : ofTools),
    [`token/cached_input${suffix}`]: cached,
    [`token/output${suffix}`]: output,
    [`token/reasoning${suffix}`]: reasoning,
  };
}

export function interactionUnits(usage: InteractionUsage, model: string): Units {
  const found = usage.grounding_tool_count?.find(({ type }) => type === 'google_search')?.count ?? 0;
  return {
    ...searches(found, model),
    ...tokens(
      {
        promptTokenCount: usage.total_input_tokens ?? 0,
        cachedContentTokenCount: usage.total_cached_tokens ?? 0,
        toolUsePromptTokenCount: usage.total_tool_use_tokens ?? 0,
        candidatesTokenCount: usage.total_output_tokens ?? 0,
        thoughtsTokenCount: usage.total_thought_tokens ?? 0,
      },
      found > 0,
    ),
  };
}
