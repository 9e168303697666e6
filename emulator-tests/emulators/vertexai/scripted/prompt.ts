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

/** The part of a request for content that this server has a use for. */
export interface GenerateRequest {
  readonly contents?: readonly Content[];
  readonly tools?: readonly { readonly functionDeclarations?: readonly { readonly name: string }[] }[];
  readonly generationConfig?: { readonly candidateCount?: number };
  readonly cachedContent?: string;
  readonly continuationToken?: string;
}

export const generateRequest = (body: Body): GenerateRequest => body;

/** What was asked, in the words of whoever asked: the last content's text; of a request without contents all of it. */
export function promptOf(body: Body): string {
  const { contents } = generateRequest(body);
  if (!contents) return JSON.stringify(body);
  return (contents.at(-1)?.parts ?? []).map(({ text = '' }) => text).join('');
}
