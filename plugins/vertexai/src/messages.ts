/** Converts messages of both libraries to the schema of the semantic conventions, limited in size and without media. */
import { redacted, shortened } from '@gcp-otel/shared';
import { beginning, firstThatFit, sizeOf } from './budget';

/** A part of a message, in both libraries and in interactions. */
export interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly inlineData?: { readonly mimeType?: string; readonly data?: string };
  readonly fileData?: { readonly mimeType?: string; readonly fileUri?: string };
  readonly functionCall?: { readonly id?: string; readonly name?: string; readonly args?: unknown };
  readonly functionResponse?: { readonly id?: string; readonly name?: string; readonly response?: unknown };
  /** In interactions only: an image, a sound or a file. */
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
  /** In responses only. */
  readonly finish_reason?: string;
}

/** Collects facts while messages are converted. */
export interface Notes {
  /** Whether something was truncated. */
  isCut: boolean;
}

/** Longer texts are truncated. */
const MAX_TEXT = 32_768;
/** Longer names, types and addresses are truncated. */
const MAX_NAME = 1024;
/** Deeper structures are recorded as a string, because backends reject too many levels. */
const MAX_DEPTH = 16;

const cut = (text: string, notes: Notes, max: number = MAX_TEXT): string => {
  if (text.length <= max) return text;
  notes.isCut = true;
  return `${shortened(text, max)}\u2026`;
};

/** A name. It may come from a model or a user, so it may be anything. */
const name = (value: unknown, notes: Notes): string | undefined =>
  typeof value === 'string' ? cut(value, notes, MAX_NAME) : undefined;

/** An object with the field, or an empty one if the value is `undefined`. */
const field = (key: string, value: unknown): object => (value === undefined ? {} : { [key]: value });

const isNestedIn = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isNestedIn(inner, levels - 1)));

/** The arguments or the result of a tool. Copied as JSON, because the application may change the object. */
const plain = (value: unknown, notes: Notes): unknown => {
  const json = JSON.stringify(value);
  if (json === undefined) return null;
  if (json.length > MAX_TEXT) return cut(json, notes);
  const copy: unknown = JSON.parse(json);
  return isNestedIn(copy, MAX_DEPTH) ? json : copy;
};

const MODALITIES: readonly unknown[] = ['image', 'audio', 'video'];

const modalityOf = (mime: string | undefined, type?: unknown): unknown => {
  const [kind] = mime?.split('/', 1) ?? [type];
  return MODALITIES.includes(kind) ? kind : 'document';
};

/** The number of bytes that base64 text encodes. The bytes themselves are never recorded. */
const byteSize = (data: unknown): number | undefined => {
  if (typeof data !== 'string') return undefined;
  const padding = /={0,2}$/.exec(data.slice(-2))?.[0].length ?? 0;
  return Math.floor((data.length * 3) / 4) - padding;
};

/** The start of a query or fragment, which may be encoded (repeatedly). */
const QUERY = /[?#]|%(?:25)*(?:3f|23)/i;
const isDataUri = (uri: string): boolean => /^data:/i.test(uri);

/** The address of a file, without query, fragment, user and password; and of a `data:` URI, without its data. */
const address = (uri: unknown, notes: Notes): string => {
  if (typeof uri !== 'string') return '';
  const end = uri.search(isDataUri(uri) ? /[,?#]/ : QUERY);
  const location = end === -1 ? uri : uri.slice(0, end);
  if (location.length > MAX_NAME) notes.isCut = true;
  return shortened(redacted(location), MAX_NAME);
};

const mediaPart = (mime: unknown, media: object, notes: Notes, type?: unknown): object => {
  const mime_type = name(mime, notes);
  return { modality: modalityOf(mime_type, type), ...field('mime_type', mime_type), ...media };
};

/** A part in the schema of the semantic conventions. Of an unknown part, only the type is recorded. */
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

/** The fields of a part that may be long, and are truncated if they do not fit. */
const LONG = ['content', 'arguments', 'response'] as const;

/** A part shortened to these bytes, or `undefined` if that is not possible. */
export const shortPart = (part: object, room: number): object | undefined => {
  const long = LONG.find((key) => key in part);
  if (long === undefined) return undefined;
  const value: unknown = Reflect.get(part, long);
  const left = room - sizeOf({ ...part, [long]: '' });
  const short = beginning(typeof value === 'string' ? value : JSON.stringify(value), left);
  return short.length > 1 && left > 0 ? { ...part, [long]: short } : undefined;
};

/** A message shortened to these bytes, with the first parts that fit. */
export const shortMessage = (long: Message, room: number): Message => {
  const { items } = firstThatFit(long.parts, room - sizeOf({ ...long, parts: [] }), shortPart);
  return { ...long, parts: items };
};

interface Content {
  readonly role?: string;
  readonly parts?: unknown;
  /** In interactions: the parts. */
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

/** Wherever a part is allowed, so is a string. */
const partsIn = (value: unknown): Part[] =>
  listed(value).map((part) => (typeof part === 'string' ? { text: part } : (Object(part) as Part)));

/** Roles of the semantic conventions, by the role of a message or the type of an interaction's step. */
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

/** The default, for callers that do not need the notes. */
const noNotes = (): Notes => ({ isCut: false });

/** Contents are messages, or parts of a user message. Consecutive parts form one message. */
export const inputMessages = (contents: unknown, notes: Notes = noNotes()): Message[] => {
  const messages: Message[] = [];
  let parts: unknown[] = [];
  const flush = (): void => {
    if (parts.length > 0) messages.push(message({ parts }, notes));
    parts = [];
  };
  for (const value of listed(contents)) {
    if (isContent(value)) {
      flush();
      messages.push(message(value, notes));
    } else parts.push(value);
  }
  flush();
  return messages;
};

/** A response. Without a finish reason it was never completed, which is recorded as `error`. */
export const outputMessage = (
  parts: readonly Part[],
  finishReason: string | undefined,
  notes: Notes = noNotes(),
): Message => ({
  role: 'assistant',
  parts: parts.map((part) => messagePart(part, notes)),
  finish_reason: finishReason ?? 'error',
});

/** System instructions. Only texts are recorded. */
export const systemParts = (system: unknown, notes: Notes = noNotes()): object[] => {
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

/** The tools that the model may call. Only names are recorded, as the semantic conventions recommend. */
export const toolDefinitions = (tools: unknown, notes: Notes = noNotes()): object[] =>
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
