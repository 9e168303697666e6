import type { Attributes, Call, Description, LogEvent } from '@gcp-otel/shared';
import type { Candidate } from './messages';
import type * as Recording from './recording';

export type { Candidate } from './messages';

/** Where messages are recorded, if they are: on spans, on the event `gen_ai.client.inference.operation.details`. */
export type CaptureMode = 'NO_CONTENT' | 'SPAN_ONLY' | 'EVENT_ONLY' | 'SPAN_AND_EVENT';

export interface CaptureConfig {
  readonly captureMessageContent?: boolean | CaptureMode;
}

export const MODES: readonly CaptureMode[] = ['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'];

/** What the environment asks for where the configuration says nothing. An unknown value captures nothing. */
export const modeFromEnvironment = (): CaptureMode => {
  const value = process.env['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT']?.trim().toUpperCase();
  if (value === 'TRUE') return 'SPAN_AND_EVENT';
  return MODES.find((mode) => mode === value) ?? 'NO_CONTENT';
};

const modeOf = (config: object): CaptureMode => {
  const { captureMessageContent: mode } = config as CaptureConfig;
  if (typeof mode === 'string') return mode;
  return mode === true ? 'SPAN_AND_EVENT' : 'NO_CONTENT';
};

const SPAN_MODES: readonly CaptureMode[] = ['SPAN_ONLY', 'SPAN_AND_EVENT'];

export const capturesContent = (config: object): boolean => modeOf(config) !== 'NO_CONTENT';
export const capturesOnSpan = (config: object): boolean => SPAN_MODES.includes(modeOf(config));
export const capturesOnEvent = (config: object): boolean =>
  capturesContent(config) && modeOf(config) !== 'SPAN_ONLY';

/** What the application sends, as the library takes it. */
export interface Sent {
  readonly contents?: unknown;
  readonly system?: unknown;
  readonly tools?: unknown;
}

/** What is recorded of it. */
export interface Content {
  /** In the conventions' schema. */
  readonly attributes: { readonly [attribute: string]: readonly object[] };
  /** Bytes, at the most. */
  readonly size: number;
  /** Messages that are left out. */
  readonly dropped: number;
  /** Whether anything is left out, or cut. */
  readonly isCut: boolean;
}

let loaded: typeof Recording | undefined;

/** Loads what records content, once. */
export const recording = (): typeof Recording => (loaded ??= require('./recording') as typeof Recording);

/** What is JSON on a span, and kept short here. */
export const structured: ReadonlySet<string> = new Set([
  ...['input.messages', 'output.messages', 'system_instructions', 'tool.definitions'].map(
    (name) => `gen_ai.${name}`,
  ),
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
]);

/** Spans take no structures everywhere: there each attribute is JSON. */
const onSpan = ({ attributes }: Content): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, JSON.stringify(value)]));

/** A description, with what is sent, if somebody has asked for it. The library changes that: it is read before. */
export const withContent = (description: Description, config: object, read: () => Sent): Description => {
  if (!capturesContent(config)) return description;
  try {
    const { sent, narrowed, missing } = recording();
    const captured = sent(read());
    const seen = capturesOnSpan(config) ? { ...onSpan(captured), ...missing(captured) } : {};
    return {
      ...description,
      recordedAttributes: { ...narrowed(description.recordedAttributes ?? {}), ...seen },
      eventContent: captured,
    };
  } catch {
    // What no JSON can say, or throws at whoever looks at it, is left out: the rest is told all the same.
    return description;
  }
};

/** What one candidate has said so far. */
export interface Turn {
  parts: NonNullable<NonNullable<Candidate['content']>['parts']>[number][];
}

/** How many candidates are looked at: the API gives 8 at most. */
export const MAX_CANDIDATES = 16;

/** The place of a candidate, if it is one that somebody may have asked for: lists grow up to it. */
export const placeOf = ({ index }: Candidate, position: number): number | undefined => {
  const place = index ?? position;
  return Number.isInteger(place) && place >= 0 && place < MAX_CANDIDATES ? place : undefined;
};

/** Adds what the candidates of a chunk say. Texts that follow each other are one. */
export const turnsIn = (turns: Turn[], candidates: readonly Candidate[]): void => {
  for (const [position, candidate] of candidates.entries()) {
    const place = placeOf(candidate, position);
    if (place === undefined) continue;
    const { parts } = (turns[place] ??= { parts: [] });
    for (const part of candidate.content?.parts ?? []) {
      const last = parts.at(-1);
      const goesOn =
        typeof part.text === 'string' && typeof last?.text === 'string' && part.thought === last.thought;
      if (goesOn) parts[parts.length - 1] = { ...last, text: `${last.text}${part.text}` };
      else parts.push(part);
    }
  }
};

export interface Said {
  readonly turns: readonly (Turn | undefined)[] | undefined;
  readonly finishReasons: readonly string[];
}

const capturedBy = ({ description }: Call): Content | undefined =>
  description.eventContent as Content | undefined;

/** What is answered, for the span of a call. */
export const spanOutput = (call: Call, answer: Said): Attributes => {
  if (!capturesOnSpan(call.config)) return {};
  const { said, missing } = recording();
  const output = said(answer, capturedBy(call));
  return { ...onSpan(output), ...missing(capturedBy(call), output) };
};

/** All that was said, for the event of a call; nothing, where nobody asked for one. */
export const eventContent = (call: Call, answer: Said | undefined): LogEvent['attributes'] | undefined => {
  const captured = capturedBy(call);
  if (captured === undefined || !capturesOnEvent(call.config)) return undefined;
  const { said, missing } = recording();
  const output = answer?.turns === undefined ? undefined : said(answer, captured);
  return { ...captured.attributes, ...output?.attributes, ...missing(captured, output) };
};
