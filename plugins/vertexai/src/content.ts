/** Decides whether messages are captured, and adds them to descriptions, spans and events. */
import type { Attributes, Call, Description, LogEvent } from '@gcp-otel/shared';
import type { Candidate } from './messages';
import type * as Recording from './recording';

export type { Candidate } from './messages';

/** Where messages are recorded: on spans, on the event `gen_ai.client.inference.operation.details`, on both, or not. */
export type CaptureMode = 'NO_CONTENT' | 'SPAN_ONLY' | 'EVENT_ONLY' | 'SPAN_AND_EVENT';

export interface CaptureConfig {
  readonly captureMessageContent?: boolean | CaptureMode;
}

export const MODES: readonly CaptureMode[] = ['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'];

/** The default of `captureMessageContent`, from the environment. An unknown value captures nothing. */
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

/** The content of a request, in the library's format. */
export interface Sent {
  readonly contents?: unknown;
  readonly system?: unknown;
  readonly tools?: unknown;
}

/** Recorded content. */
export interface Content {
  /** In the schema of the semantic conventions. */
  readonly attributes: { readonly [attribute: string]: readonly object[] };
  /** The maximum size in bytes. */
  readonly size: number;
  /** The number of messages that are left out. */
  readonly dropped: number;
  /** Whether anything is left out or truncated. */
  readonly isCut: boolean;
}

let loaded: typeof Recording | undefined;

/** Loads the code that records content, which most applications do not use. */
export const recording = (): typeof Recording => (loaded ??= require('./recording') as typeof Recording);

/** Attributes that are JSON on a span. The plugin limits their size itself. */
export const structured: ReadonlySet<string> = new Set([
  ...['input.messages', 'output.messages', 'system_instructions', 'tool.definitions'].map(
    (name) => `gen_ai.${name}`,
  ),
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
]);

/** Not all SDKs and backends accept structured attributes on spans, so they are JSON there. */
const onSpan = ({ attributes }: Content): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, JSON.stringify(value)]));

/** Adds the request's content to a description, if configured. It is read now, because the library changes it later. */
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
    // Content that is not JSON, or throws when read, is left out. The rest of the description stays.
    return description;
  }
};

/** The parts of one candidate so far. */
export interface Turn {
  parts: NonNullable<NonNullable<Candidate['content']>['parts']>[number][];
}

/** The maximum number of candidates that are read. The API returns at most 8. */
export const MAX_CANDIDATES = 16;

/** The index of a candidate. `undefined` if it is out of bounds, because lists grow up to it. */
export const placeOf = ({ index }: Candidate, position: number): number | undefined => {
  const place = index ?? position;
  return Number.isInteger(place) && place >= 0 && place < MAX_CANDIDATES ? place : undefined;
};

/** Adds the candidates of a chunk. Consecutive texts are joined. */
export const turnsIn = (turns: Turn[], candidates: readonly Candidate[]): void => {
  for (const [position, candidate] of candidates.entries()) {
    const place = placeOf(candidate, position);
    if (place === undefined) continue;
    const { parts } = (turns[place] ??= { parts: [] });
    for (const part of candidate.content?.parts ?? []) {
      const last = parts.at(-1);
      const isContinued =
        typeof part.text === 'string' && typeof last?.text === 'string' && part.thought === last.thought;
      if (isContinued) parts[parts.length - 1] = { ...last, text: `${last.text}${part.text}` };
      else parts.push(part);
    }
  }
};

/** The content of a response. */
export interface Said {
  readonly turns: readonly (Turn | undefined)[] | undefined;
  readonly finishReasons: readonly string[];
}

const capturedBy = ({ description }: Call): Content | undefined =>
  description.eventContent as Content | undefined;

/** The response's content, for the span of a call. */
export const spanOutput = (call: Call, answer: Said): Attributes => {
  if (!capturesOnSpan(call.config)) return {};
  const { said, missing } = recording();
  const output = said(answer, capturedBy(call));
  return { ...onSpan(output), ...missing(capturedBy(call), output) };
};

/** The content of request and response, for the event of a call. `undefined` unless configured. */
export const eventContent = (call: Call, answer: Said | undefined): LogEvent['attributes'] | undefined => {
  const captured = capturedBy(call);
  if (captured === undefined || !capturesOnEvent(call.config)) return undefined;
  const { said, missing } = recording();
  const output = answer?.turns === undefined ? undefined : said(answer, captured);
  return { ...captured.attributes, ...output?.attributes, ...missing(captured, output) };
};
