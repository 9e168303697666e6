import type { Exchange } from './exchange.ts';
import { generateRequest, promptOf, type Part } from './prompt.ts';
import { earlyUsage, usageOf } from './usage.ts';

/** One pixel. */
export const image = {
  mimeType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};

/** A model's name has a release that the request's has not. */
export const modelVersion = 'gemini-2.5-flash-001';

/** An answer as a whole. */
export function wholeAnswer(exchange: Exchange): object {
  if (exchange.words.has('empty')) return envelope(exchange, { usageMetadata: usageOf(exchange, 0) });
  const { blocked, pieces, parts } = said(exchange);
  return (
    blocked ?? envelope(exchange, { ...candidates(exchange, parts, true), ...usage(exchange, pieces.length) })
  );
}

/** The same in pieces, as a stream has it. */
export function chunksOfAnswer(exchange: Exchange): object[] {
  if (exchange.words.has('empty')) return [];
  const { blocked, pieces } = said(exchange);
  if (blocked) return [blocked];
  return pieces.map((parts, index) => {
    const isLast = index === pieces.length - 1;
    return envelope(exchange, {
      ...candidates(exchange, parts, isLast),
      ...(isLast ? usage(exchange, pieces.length) : usageSoFar(exchange, index + 1)),
    });
  });
}

function said(exchange: Exchange) {
  const { words } = exchange;
  const reason = words.reason('blocked');
  const calls = functionCalls(exchange);
  const pieces = calls.length > 0 ? [calls] : textPieces(exchange);
  return {
    blocked: reason === undefined ? undefined : blockedPrompt(exchange, reason || 'SAFETY'),
    pieces,
    parts: joined(pieces),
  };
}

function blockedPrompt(exchange: Exchange, blockReason: string): object {
  return envelope(exchange, {
    promptFeedback: { blockReason, safetyRatings: [rating(true)] },
    ...usage(exchange, 0),
  });
}

/** How many turns were taken is told by the contents, so the id tells two requests of a conversation apart. */
function envelope(exchange: Exchange, answer: object): object {
  const turn = generateRequest(exchange.body).contents?.length ?? 0;
  return {
    ...answer,
    modelVersion,
    ...(exchange.target.vertex && { createTime: '2026-01-01T00:00:00.000000Z' }),
    responseId: `response-${turn}`,
  };
}

const usage = (exchange: Exchange, pieces: number) =>
  !exchange.words.has('no_usage') && { usageMetadata: usageOf(exchange, pieces) };

function usageSoFar(exchange: Exchange, pieces: number): object {
  const usageMetadata = earlyUsage(exchange, pieces);
  return usageMetadata ? { usageMetadata } : {};
}

/** What the model says, piece by piece. */
function textPieces({ words, body }: Exchange): Part[][] {
  const numbers = Array.from({ length: words.number('chunks') ?? 3 }, (_, index) => index + 1);
  const text = words.has('echo') ? [promptOf(body)] : numbers.map((number) => `word${number} `);
  return [
    ...(words.has('thoughts') ? [[{ text: 'A thought. ', thought: true }]] : []),
    ...text.map((piece) => [{ text: piece }]),
    ...(words.has('image') ? [[{ inlineData: image }]] : []),
  ];
}

/** One part of each kind: no part is both text and something else. */
function joined(pieces: readonly (readonly Part[])[]): Part[] {
  const parts: Part[] = [];
  for (const part of pieces.flat()) {
    const last = parts.at(-1);
    if (part.text !== undefined && last?.text !== undefined && last.thought === part.thought)
      parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  }
  return parts;
}

/** The Gemini API gives each call an id, Vertex AI none. */
function functionCalls({ words, body, target }: Exchange): Part[] {
  const count = words.number('call') ?? 0;
  const { contents = [], tools = [] } = generateRequest(body);
  const rounds = contents.filter(({ parts }) => parts?.some((part) => part.functionResponse)).length;
  if (rounds >= (words.number('rounds') ?? 1)) return [];
  const declared = tools
    .flatMap(({ functionDeclarations = [] }) => functionDeclarations)
    .map(({ name }) => name);
  return Array.from({ length: count }, (_, index) => ({
    functionCall: {
      ...(!target.vertex && { id: `call-${rounds + 1}-${index + 1}` }),
      name: declared[index % declared.length] ?? 'undeclared',
      args: { round: rounds + 1, call: index + 1 },
    },
  }));
}

function candidates(exchange: Exchange, parts: readonly Part[], isLast: boolean): object {
  const count = generateRequest(exchange.body).generationConfig?.candidateCount ?? 1;
  return {
    candidates: Array.from({ length: count }, (_, index) => candidate(exchange, index, parts, isLast)),
  };
}

/** Vertex AI leaves out what is 0. */
function candidate(exchange: Exchange, index: number, parts: readonly Part[], isLast: boolean): object {
  const { finishReason, continuationToken } = isLast ? ending(exchange) : {};
  const withheld = withholding.has(finishReason ?? '');
  return {
    ...(!withheld && { content: { role: 'model', parts } }),
    ...(finishReason && { finishReason }),
    ...(continuationToken && { continuationToken }),
    ...(withheld && { safetyRatings: [rating(true)] }),
    ...(!(exchange.target.vertex && index === 0) && { index }),
    ...(exchange.target.vertex && isLast && { avgLogprobs: -0.25 }),
  };
}

/** After these nothing is said any more. */
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

const rating = (isBlocked: boolean) => ({
  category: 'HARM_CATEGORY_DANGEROUS_CONTENT',
  probability: isBlocked ? 'HIGH' : 'NEGLIGIBLE',
  ...(isBlocked && { blocked: true }),
});
