import type { Attributes, Description } from '@gcp-otel/shared';
import {
  type Candidate,
  inputMessages,
  type Message,
  outputMessage,
  systemParts,
  toolDefinitions,
} from './messages';

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

/** The same in the conventions' schema, by the attribute that it is. */
export type Content = { readonly [attribute: string]: readonly object[] };

/** How much of a conversation is recorded, in characters of JSON. Longer texts are cut before. */
const MAX_JSON = 262_144;

/** Those at the end that fit: of a long conversation that is what was asked last. */
const fitting = <Item extends object>(items: Item[]): Item[] => {
  let room = MAX_JSON;
  const last = items.findLastIndex((item) => {
    // With the comma, and the brackets around all.
    room -= JSON.stringify(item).length + 2;
    return room < 0;
  });
  return items.slice(last + 1);
};

/** A value of which nobody knows what it is made of: of one that is too long, how it begins. */
export const json = (value: unknown): string => {
  const written = JSON.stringify(value) ?? 'null';
  return written.length > MAX_JSON ? JSON.stringify(written.slice(0, MAX_JSON / 8)) : written;
};

const contentOf = ({ contents, system, tools }: Sent): Content => {
  const [instructions, definitions] = [fitting(systemParts(system)), fitting(toolDefinitions(tools))];
  return {
    'gen_ai.input.messages': fitting(inputMessages(contents)),
    ...(instructions.length > 0 && { 'gen_ai.system_instructions': instructions }),
    ...(definitions.length > 0 && { 'gen_ai.tool.definitions': definitions }),
  };
};

/** What is JSON on a span, and kept short here. */
export const structured: ReadonlySet<string> = new Set([
  ...['input.messages', 'output.messages', 'system_instructions', 'tool.definitions'].map(
    (name) => `gen_ai.${name}`,
  ),
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
]);

/** Spans take no structures everywhere: there each attribute is JSON. */
const spanContent = (config: object, content: Content): Attributes =>
  capturesOnSpan(config)
    ? Object.fromEntries(Object.entries(content).map(([name, value]) => [name, JSON.stringify(value)]))
    : {};

/** A description, with what is sent, if somebody has asked for it. The library changes that: it is read before. */
export const withContent = (description: Description, config: object, read: () => Sent): Description => {
  if (!capturesContent(config)) return description;
  try {
    const captured = contentOf(read());
    const recorded = { ...description.recorded, ...spanContent(config, captured) };
    return { ...description, recorded, captured };
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

interface Said {
  readonly turns: readonly Turn[] | undefined;
  readonly finishReasons: readonly string[];
}

export const output = ({ turns = [], finishReasons }: Said): Message[] =>
  fitting(
    Array.from(turns, (turn: Turn | undefined, index) =>
      outputMessage(turn?.parts ?? [], finishReasons[index]),
    ),
  );

export const spanOutput = (config: object, said: Said): Attributes =>
  capturesOnSpan(config) ? { 'gen_ai.output.messages': JSON.stringify(output(said)) } : {};
