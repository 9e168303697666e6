import type { Exchange } from './exchange.ts';
import { generateRequest } from './prompt.ts';

/** Tokens per word. */
const perPiece = 2;
/** Tokens per content of a prompt. */
const perContent = 10;

interface Tokens {
  readonly promptTokenCount: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly promptTokensDetails: readonly object[];
}

/** The usage of a prompt and of this number of pieces of a response, in the format of the API. */
export function usageOf(exchange: Exchange, pieces: number): object {
  const tokens = tokensOf(exchange, pieces);
  return { ...tokens, totalTokenCount: totalOf(tokens), ...traffic(exchange) };
}

/** The usage in chunks before the last one. */
export function earlyUsage(exchange: Exchange, pieces: number): object | undefined {
  if (exchange.words.has('running_usage')) return usageOf(exchange, pieces);
  return traffic(exchange);
}

/** Vertex AI also sends the traffic type. */
const traffic = ({ target }: Exchange) => (target.vertex ? { trafficType: 'ON_DEMAND' } : undefined);

function tokensOf({ words, body }: Exchange, pieces: number): Tokens {
  if (words.has('zero_usage')) return none;
  if (words.has('grounded')) return { ...plain(151, perPiece * pieces), toolUsePromptTokenCount: 18_329 };
  if (words.has('long')) return plain(250_000, perPiece * pieces);
  const prompt = perContent * (generateRequest(body).contents?.length ?? 1);
  const candidates = perPiece * pieces;
  return words.has('rich_usage') ? everyKind(prompt, candidates) : plain(prompt, candidates);
}

/** Prompt tokens include cached ones, but not those of thoughts and tools. */
const totalOf = (tokens: Tokens) =>
  tokens.promptTokenCount +
  (tokens.candidatesTokenCount ?? 0) +
  (tokens.thoughtsTokenCount ?? 0) +
  (tokens.toolUsePromptTokenCount ?? 0);

const modality = (name: string, tokenCount: number) => ({ modality: name, tokenCount });

const none: Tokens = {
  promptTokenCount: 0,
  candidatesTokenCount: 0,
  thoughtsTokenCount: 0,
  cachedContentTokenCount: 0,
  toolUsePromptTokenCount: 0,
  promptTokensDetails: [modality('TEXT', 0)],
};

/** The field is absent without candidates. */
const plain = (prompt: number, candidates: number): Tokens => ({
  promptTokenCount: prompt,
  ...(candidates > 0 && { candidatesTokenCount: candidates }),
  promptTokensDetails: [modality('TEXT', prompt)],
});

const everyKind = (prompt: number, candidates: number): Tokens & Record<string, unknown> => ({
  promptTokenCount: prompt,
  candidatesTokenCount: candidates,
  thoughtsTokenCount: 7,
  cachedContentTokenCount: 4,
  toolUsePromptTokenCount: 5,
  promptTokensDetails: [
    modality('TEXT', prompt - 6),
    modality('IMAGE', 3),
    modality('AUDIO', 1),
    modality('VIDEO', 1),
    modality('DOCUMENT', 1),
  ],
  candidatesTokensDetails: [modality('TEXT', candidates - 1), modality('IMAGE', 1)],
  cacheTokensDetails: [modality('TEXT', 3), modality('IMAGE', 1)],
  toolUsePromptTokensDetails: [modality('TEXT', 5)],
});
