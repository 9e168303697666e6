/** What either library gives of an answer, or of a piece of one. */
export interface Answer {
  readonly candidates?: readonly Candidate[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly usageMetadata?: object;
  readonly modelVersion?: string;
  readonly responseId?: string;
  readonly error?: { readonly code?: number };
}

interface Candidate {
  readonly content?: { readonly parts?: readonly Part[] };
  readonly finishReason?: string;
}

interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly inlineData?: { readonly mimeType?: string };
  readonly functionCall?: { readonly id?: string; readonly name?: string; readonly args?: object };
}

/** An answer in a line: `word1 word2 word3 | STOP`, a line for each candidate. */
export function lineOf({ candidates = [], promptFeedback, error }: Answer): string {
  if (promptFeedback) return `blocked ${promptFeedback.blockReason}`;
  if (error) return `error ${error.code}`;
  return candidates.map(candidateLine).join(' / ') || 'nothing';
}

const candidateLine = ({ content, finishReason }: Candidate) =>
  [(content?.parts ?? []).map(partOf).join('').trim(), finishReason].filter(Boolean).join(' | ');

function partOf({ text = '', thought, inlineData, functionCall }: Part): string {
  if (functionCall) return `${functionCall.name}(${JSON.stringify(functionCall.args)}) `;
  if (inlineData) return `[${inlineData.mimeType}]`;
  return thought ? `(${text.trim()}) ` : text;
}

/** An answer without what one request's differs in from another's: headers, such as the time. */
export function withoutTransport(answer: object): object {
  const { sdkHttpResponse: _, ...rest } = answer as { sdkHttpResponse?: unknown };
  return rest;
}

/** The lines of a stream's answers, up to and including the error that ends it. */
export async function linesOf(
  stream: AsyncIterable<Answer> | Promise<AsyncIterable<Answer>>,
  failure: (error: unknown) => string,
): Promise<string[]> {
  const lines: string[] = [];
  try {
    for await (const answer of await stream) lines.push(lineOf(answer));
  } catch (error) {
    lines.push(failure(error));
  }
  return lines;
}
