import { redacted, shortened } from '@gcp-otel/shared';
import { beginning, firstThatFit, sizeOf } from './budget';

/** A part of a message as both libraries know it, and as interactions do. */
export interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly inlineData?: { readonly mimeType?: string; readonly data?: string };
  readonly fileData?: { readonly mimeType?: string; readonly fileUri?: string };
  readonly functionCall?: { readonly id?: string; readonly name?: string; readonly args?: unknown };
  readonly functionResponse?: { readonly id?: string; readonly name?: string; readonly response?: unknown };
  /** Of interactions: a picture, a sound, a file. */
  readonly type?: string;
  readonly uri?: string;
  readonly data?: string;
  readonly mime_type?: string;
}

export interface Candidate {
  readonly index?: number;
  readonly content?: { readonly role?: string; readonly parts?: readonly Part[] };
  readonly finishReason?: string;
}

/** https://github.com/open-telemetry/semantic-conventions/blob/v1.41.1/docs/gen-ai/gen-ai-input-messages.json */
export interface Message {
  readonly role: string;
  readonly parts: readonly object[];
  /** Of answers only. */
  readonly finish_reason?: string;
}

/** What is found out while messages are read. */
export interface Notes {
  /** Whether something is not recorded as it was said. */
  isCut: boolean;
}

/** Longer texts are cut: nobody reads them. */
const MAX_TEXT = 32_768;
/** So are longer names, types and addresses. */
const MAX_NAME = 1024;
/** What is nested deeper is recorded as a text: backends refuse what has too many levels. */
const MAX_DEPTH = 16;

const cut = (text: string, notes: Notes, max: number = MAX_TEXT): string => {
  if (text.length <= max) return text;
  notes.isCut = true;
  return `${shortened(text, max)}\u2026`;
};

/** A name, if it is one: it comes from a model, or from whoever uses the application. */
const name = (value: unknown, notes: Notes): string | undefined =>
  typeof value === 'string' ? cut(value, notes, MAX_NAME) : undefined;

/** A field that is there where its value is. */
const field = (key: string, value: unknown): object => (value === undefined ? {} : { [key]: value });

const isNestedIn = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isNestedIn(inner, levels - 1)));

/** What a tool is given, or gives: a copy of it as JSON has it, for the application may change it. */
const plain = (value: unknown, notes: Notes): unknown => {
  const written = JSON.stringify(value);
  if (written === undefined) return null;
  if (written.length > MAX_TEXT) return cut(written, notes);
  const copy: unknown = JSON.parse(written);
  return isNestedIn(copy, MAX_DEPTH) ? written : copy;
};

const MODALITIES: readonly unknown[] = ['image', 'audio', 'video'];

const modalityOf = (mime: string | undefined, type?: unknown): unknown => {
  const [kind] = mime?.split('/', 1) ?? [type];
  return MODALITIES.includes(kind) ? kind : 'document';
};

/** How many bytes base64 text stands for. The bytes themselves are recorded nowhere. */
const byteSize = (data: unknown): number | undefined => {
  if (typeof data !== 'string') return undefined;
  const padding = /={0,2}$/.exec(data.slice(-2))?.[0].length ?? 0;
  return Math.floor((data.length * 3) / 4) - padding;
};

/** Where a query begins, or a fragment, be it encoded; or, where the file is in its own address, the file. */
const OPENS = /[?#]|%(?:25)*(?:3f|23)/i;
const isFile = (uri: string): boolean => /^data:/i.test(uri);

/** Where a file is, without what opens it: no query, no fragment, no user, no password. */
const address = (uri: unknown, notes: Notes): string => {
  if (typeof uri !== 'string') return '';
  const end = uri.search(isFile(uri) ? /[,?#]/ : OPENS);
  const plainly = end === -1 ? uri : uri.slice(0, end);
  if (plainly.length > MAX_NAME) notes.isCut = true;
  return shortened(redacted(plainly), MAX_NAME);
};

const mediaPart = (mime: unknown, media: object, notes: Notes, type?: unknown): object => {
  const mime_type = name(mime, notes);
  return { modality: modalityOf(mime_type, type), ...field('mime_type', mime_type), ...media };
};

/** A part in the conventions' schema; of what that does not know, its name and nothing else. */
const messagePart = (part: Part, notes: Notes): object => {
  const { text, thought, inlineData, fileData, functionCall, functionResponse, type, uri, data, mime_type } =
    part;
  if (typeof text === 'string')
    return { type: thought === true ? 'reasoning' : 'text', content: cut(text, notes) };
  if (inlineData !== undefined) {
    const size = field('byte_size', byteSize(inlineData.data));
    return { type: 'blob', ...mediaPart(inlineData.mimeType, size, notes) };
  }
  if (fileData !== undefined) {
    const media = { uri: address(fileData.fileUri, notes) };
    return { type: 'uri', ...mediaPart(fileData.mimeType, media, notes) };
  }
  if (functionCall !== undefined)
    return {
      type: 'tool_call',
      ...field('id', name(functionCall.id, notes)),
      name: name(functionCall.name, notes) ?? '',
      arguments: plain(functionCall.args, notes),
    };
  if (functionResponse !== undefined)
    return {
      type: 'tool_call_response',
      ...field('id', name(functionResponse.id, notes)),
      response: plain(functionResponse.response, notes),
    };
  if (typeof uri === 'string')
    return { type: 'uri', ...mediaPart(mime_type, { uri: address(uri, notes) }, notes, type) };
  if (typeof data === 'string')
    return { type: 'blob', ...mediaPart(mime_type, field('byte_size', byteSize(data)), notes, type) };
  return { type: name(type ?? Object.keys(part)[0], notes) ?? 'unknown' };
};

/** What may be long in a part: where that does not fit, its beginning is recorded. */
const LONG = ['content', 'arguments', 'response'] as const;

/** A part that fits into these bytes, or nothing. */
export const shortPart = (part: object, room: number): object | undefined => {
  const long = LONG.find((key) => key in part);
  if (long === undefined) return undefined;
  const given: unknown = Reflect.get(part, long);
  const left = room - sizeOf({ ...part, [long]: '' });
  const short = beginning(typeof given === 'string' ? given : JSON.stringify(given), left);
  return short.length > 1 && left > 0 ? { ...part, [long]: short } : undefined;
};

/** A message that fits into these bytes, as far as its parts do. */
export const shortMessage = (given: Message, room: number): Message => {
  const { items } = firstThatFit(given.parts, room - sizeOf({ ...given, parts: [] }), shortPart);
  return { ...given, parts: items };
};

interface Content {
  readonly role?: string;
  readonly parts?: unknown;
  /** Of interactions: what parts are elsewhere. */
  readonly content?: unknown;
  readonly type?: string;
}

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' &&
  value !== null &&
  ('parts' in value || 'role' in value || ('content' in value && 'type' in value));

const listed = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
};

/** Texts stand for parts wherever parts may stand. */
const partsIn = (value: unknown): Part[] =>
  listed(value).map((part) => (typeof part === 'string' ? { text: part } : (Object(part) as Part)));

/** By the role of a message, or by the type of a step of an interaction. */
const ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({ model: 'assistant', model_output: 'assistant', function: 'tool', system: 'system' }),
);

const roleOf = (role: string | undefined, parts: readonly Part[]): string => {
  const answersTools =
    parts.length > 0 && parts.every(({ functionResponse }) => functionResponse !== undefined);
  return answersTools ? 'tool' : (ROLES.get(role ?? '') ?? 'user');
};

const message = ({ role, type, parts, content }: Content, notes: Notes): Message => {
  const given = partsIn(parts ?? content);
  return { role: roleOf(role ?? type, given), parts: given.map((part) => messagePart(part, notes)) };
};

/** For whoever does not ask what was cut. */
const unasked = (): Notes => ({ isCut: false });

/** Contents are messages, or parts of one message of the user: neighbours that are parts are one. */
export const inputMessages = (contents: unknown, notes: Notes = unasked()): Message[] => {
  const messages: Message[] = [];
  let loose: unknown[] = [];
  const close = (): void => {
    if (loose.length > 0) messages.push(message({ parts: loose }, notes));
    loose = [];
  };
  for (const value of listed(contents)) {
    if (isContent(value)) {
      close();
      messages.push(message(value, notes));
    } else loose.push(value);
  }
  close();
  return messages;
};

/** An answer. One that never came to an end has none. */
export const outputMessage = (
  parts: readonly Part[],
  finishReason: string | undefined,
  notes: Notes = unasked(),
): Message => ({
  role: 'assistant',
  parts: parts.map((part) => messagePart(part, notes)),
  finish_reason: finishReason ?? 'error',
});

/** Instructions of the system: texts only. */
export const systemParts = (system: unknown, notes: Notes = unasked()): object[] => {
  const contents = listed(system).flatMap((value) =>
    isContent(value) ? partsIn(value.parts) : partsIn(value),
  );
  return contents
    .filter(({ text }) => typeof text === 'string')
    .map(({ text }) => ({ type: 'text', content: cut(String(text), notes) }));
};

interface Tool {
  readonly functionDeclarations?: readonly { readonly name?: string }[];
}

/** What the model may call: by name, as the conventions recommend. */
export const toolDefinitions = (tools: unknown, notes: Notes = unasked()): object[] =>
  listed(tools).flatMap((tool): object[] => {
    const { functionDeclarations, ...others } = Object(tool) as Tool;
    const functions = (functionDeclarations ?? []).map((declared) => ({
      type: 'function',
      name: name(declared.name, notes) ?? '',
    }));
    const builtIn = Object.entries(others)
      .filter(([, value]) => value !== undefined && typeof value !== 'function')
      .map(([kind]) => cut(kind, notes, MAX_NAME));
    return [...functions, ...builtIn.map((kind) => ({ type: kind, name: kind }))];
  });
