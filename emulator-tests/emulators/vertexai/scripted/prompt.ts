import type { Body } from './exchange.ts';

export interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly inlineData?: { readonly mimeType: string; readonly data: string };
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args: object };
  readonly functionResponse?: { readonly name: string; readonly response: object };
}

export interface Content {
  readonly role?: string;
  readonly parts?: readonly Part[];
}

/** The fields of a generation request that this server reads. */
export interface GenerateRequest {
  readonly contents?: readonly Content[];
  readonly tools?: readonly { readonly functionDeclarations?: readonly { readonly name: string }[] }[];
  readonly generationConfig?: { readonly candidateCount?: number };
  readonly cachedContent?: string;
  readonly continuationToken?: string;
}

export const generateRequest = (body: Body): GenerateRequest => body;

/** The prompt: the text of the last content, or the whole body of a request without contents. */
export function promptOf(body: Body): string {
  const { contents } = generateRequest(body);
  if (!contents) return JSON.stringify(body);
  return (contents.at(-1)?.parts ?? []).map(({ text = '' }) => text).join('');
}
