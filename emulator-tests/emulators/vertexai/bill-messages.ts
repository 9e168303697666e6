/** The messages of a model server's log: the fields on which a bill depends. */
import type { Exchange } from '../bill.ts';

/** https://ai.google.dev/api/generate-content#UsageMetadata */
export interface Usage {
  readonly promptTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  /** Of a cached content. */
  readonly totalTokenCount?: number;
}

/** https://ai.google.dev/api/interactions-api */
export interface InteractionUsage {
  readonly total_input_tokens?: number;
  readonly total_cached_tokens?: number;
  readonly total_tool_use_tokens?: number;
  readonly total_output_tokens?: number;
  readonly total_thought_tokens?: number;
  readonly grounding_tool_count?: readonly { readonly type: string; readonly count: number }[];
}

/** An answer, or a part of one. */
export interface Chunk {
  readonly usageMetadata?: Usage;
  readonly candidates?: readonly { readonly groundingMetadata?: Grounding }[];
  readonly predictions?: readonly {
    readonly raiFilteredReason?: string;
    readonly embeddings?: { readonly statistics?: { readonly token_count?: number } };
  }[];
  readonly metadata?: {
    readonly billableCharacterCount?: number;
    readonly model?: string;
    readonly output?: {
      readonly inlinedResponses?: { readonly inlinedResponses?: readonly { readonly response?: Chunk }[] };
    };
  };
  readonly name?: string;
  readonly done?: boolean;
  readonly response?: {
    readonly videos?: readonly object[];
    readonly generateVideoResponse?: { readonly generatedSamples?: readonly object[] };
  };
  readonly interaction?: Chunk;
  readonly id?: string;
  readonly model?: string;
  readonly usage?: InteractionUsage;
  readonly cachedContents?: readonly Chunk[];
  readonly createTime?: string;
  readonly expireTime?: string;
}

interface Grounding {
  readonly webSearchQueries?: readonly string[];
  readonly groundingChunks?: readonly { readonly maps?: object }[];
}

interface Asked {
  readonly instances?: readonly { readonly content?: string }[];
  readonly parameters?: { readonly durationSeconds?: number };
}

export function parsed(body: unknown): Asked {
  const [asked = {}] = typeof body === 'string' ? jsonIn(body) : [];
  return asked as Asked;
}

/** What was sent for a request: an answer, the events of a stream, or the items of an array. What is no JSON says nothing. */
export function chunksOf({ answers = [] }: Exchange): Chunk[] {
  const text = answers.map(String).join('');
  const events = text.split(/\r?\n/).flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []));
  const items = events.length > 0 ? events.flatMap(jsonIn) : jsonIn(text);
  return items.flat() as Chunk[];
}

function jsonIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
