import type { Exchange } from './exchange.ts';
import { joined, piecesOf } from './pieces.ts';
import { generateRequest, type Part } from './prompt.ts';
import { earlyUsage, usageOf } from './usage.ts';

/** The version in responses is more specific than the model's name in requests. */
const versionOf = ({ names }: Exchange) =>
  names.some((name) => name.startsWith('gemini-3')) ? 'gemini-3-flash-001' : 'gemini-2.5-flash-001';

/** A complete response. */
export function wholeAnswer(exchange: Exchange): object {
  const pieces = exchange.words.has('empty') ? [] : piecesOf(exchange);
  if (pieces.length === 0) return envelope(exchange, usage(exchange, 0));
  return (
    blockedPrompt(exchange) ??
    envelope(exchange, {
      ...candidates(exchange, joined(pieces), true),
      ...usage(exchange, pieces.length),
    })
  );
}

/** The same in chunks, for a stream. */
export function chunksOfAnswer(exchange: Exchange): object[] {
  if (exchange.words.has('empty')) return [];
  const blocked = blockedPrompt(exchange);
  if (blocked) return [blocked];
  return piecesOf(exchange).map((parts, index, { length }) => {
    const isLast = index === length - 1;
    return envelope(exchange, {
      ...candidates(exchange, parts, isLast),
      ...(isLast ? usage(exchange, length) : usageSoFar(exchange, index + 1)),
    });
  });
}

/** The response to a prompt that is blocked by a word in the names. */
function blockedPrompt(exchange: Exchange): object | undefined {
  const reason = exchange.words.reason('blocked');
  if (reason === undefined) return undefined;
  return envelope(exchange, {
    promptFeedback: { blockReason: reason || 'SAFETY', safetyRatings: [dangerous] },
    ...usage(exchange, 0),
  });
}

/** The id contains the number of contents, so that it differs between the requests of a conversation. */
function envelope(exchange: Exchange, answer: object): object {
  const turn = generateRequest(exchange.body).contents?.length ?? 0;
  return {
    ...answer,
    modelVersion: versionOf(exchange),
    ...(exchange.target.vertex && { createTime: '2026-01-01T00:00:00.000000Z' }),
    responseId: `response-${turn}`,
  };
}

const usage = (exchange: Exchange, pieces: number): object =>
  exchange.words.has('no_usage') ? {} : { usageMetadata: usageOf(exchange, pieces) };

function usageSoFar(exchange: Exchange, pieces: number): object {
  const usageMetadata = earlyUsage(exchange, pieces);
  return usageMetadata ? { usageMetadata } : {};
}

function candidates(exchange: Exchange, parts: readonly Part[], isLast: boolean): object {
  const count = generateRequest(exchange.body).generationConfig?.candidateCount ?? 1;
  return {
    candidates: Array.from({ length: count }, (_, index) => candidate(exchange, index, parts, isLast)),
  };
}

/** Vertex AI omits an index of 0. */
function candidate(exchange: Exchange, index: number, parts: readonly Part[], isLast: boolean): object {
  const { finishReason, continuationToken } = isLast ? ending(exchange) : {};
  const withheld = withholding.has(finishReason ?? '');
  return {
    ...(!withheld && { content: { role: 'model', parts } }),
    ...(finishReason && { finishReason }),
    ...(continuationToken && { continuationToken }),
    ...(withheld && { safetyRatings: [dangerous] }),
    ...grounding(exchange),
    ...(!(exchange.target.vertex && index === 0) && { index }),
    ...(exchange.target.vertex && isLast && { avgLogprobs: -0.25 }),
  };
}

/** The sources of a response. Each chunk of a stream repeats them. */
function grounding({ words }: Exchange): object {
  const groundingMetadata = {
    ...(words.has('grounded') && { webSearchQueries: ['who', 'where', 'who', ''] }),
    ...(words.has('maps') && { groundingChunks: [{ maps: { title: 'a place' } }] }),
  };
  return Object.keys(groundingMetadata).length > 0 ? { groundingMetadata } : {};
}

/** Finish reasons without content. */
const withholding = new Set(['SAFETY', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII']);

function ending({ words, body }: Exchange): {
  readonly finishReason?: string;
  readonly continuationToken?: string;
} {
  const hop = Number(generateRequest(body).continuationToken?.replace('hop-', '') ?? 1);
  if (hop < (words.number('hops') ?? 1))
    return { finishReason: 'CONTINUATION', continuationToken: `hop-${hop + 1}` };
  const finishReason = words.reason('finish') ?? 'STOP';
  return finishReason === 'NONE' ? {} : { finishReason };
}

const dangerous = {
  category: 'HARM_CATEGORY_DANGEROUS_CONTENT',
  probability: 'HIGH',
  blocked: true,
};
