/** A part of a message as both libraries know it. */
export interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly inlineData?: { readonly mimeType?: string; readonly data?: string };
  readonly fileData?: { readonly mimeType?: string; readonly fileUri?: string };
  readonly functionCall?: { readonly id?: string; readonly name?: string; readonly args?: unknown };
  readonly functionResponse?: { readonly id?: string; readonly name?: string; readonly response?: unknown };
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

/** Longer texts are cut: a backend would do it, or refuse the span. */
const MAX_TEXT = 32_768;

const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

const modalityOf = (mime: string | undefined): string => {
  const [kind = ''] = mime?.split('/') ?? [];
  return ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
};

/** How many bytes base64 text stands for. The bytes themselves are recorded nowhere. */
const byteSize = (data: unknown): number | undefined => {
  if (typeof data !== 'string') return undefined;
  const padding = /={0,2}$/.exec(data.slice(-2))?.[0].length ?? 0;
  return Math.floor((data.length * 3) / 4) - padding;
};

const mediaPart = ({ mimeType: mime_type, data }: NonNullable<Part['inlineData']>): object => {
  const byte_size = byteSize(data);
  return {
    type: 'blob',
    modality: modalityOf(mime_type),
    ...(mime_type !== undefined && { mime_type }),
    ...(byte_size !== undefined && { byte_size }),
  };
};

const idOf = ({ id }: { readonly id?: string }): object => (id === undefined ? {} : { id });

/** A part in the conventions' schema; of what that does not know, its name and nothing else. */
const messagePart = (part: Part): object => {
  const { text, thought, inlineData, fileData, functionCall, functionResponse } = part;
  if (typeof text === 'string') return { type: thought === true ? 'reasoning' : 'text', content: cut(text) };
  if (inlineData !== undefined) return mediaPart(inlineData);
  if (fileData !== undefined) {
    const { mimeType: mime_type, fileUri: uri = '' } = fileData;
    return {
      type: 'uri',
      modality: modalityOf(mime_type),
      ...(mime_type !== undefined && { mime_type }),
      uri,
    };
  }
  if (functionCall !== undefined)
    return {
      type: 'tool_call',
      ...idOf(functionCall),
      name: functionCall.name ?? '',
      arguments: functionCall.args ?? null,
    };
  if (functionResponse !== undefined)
    return {
      type: 'tool_call_response',
      ...idOf(functionResponse),
      response: functionResponse.response ?? null,
    };
  return { type: Object.keys(part)[0] ?? 'unknown' };
};

interface Content {
  readonly role?: string;
  readonly parts?: unknown;
}

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && ('parts' in value || 'role' in value);

const listed = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
};

/** Texts stand for parts wherever parts may stand. */
const partsIn = (value: unknown): Part[] =>
  listed(value).map((part) => (typeof part === 'string' ? { text: part } : (Object(part) as Part)));

const ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({ model: 'assistant', function: 'tool', system: 'system' }),
);

const roleOf = (role: string | undefined, parts: readonly Part[]): string => {
  const answersTools =
    parts.length > 0 && parts.every(({ functionResponse }) => functionResponse !== undefined);
  return answersTools ? 'tool' : (ROLES.get(role ?? '') ?? 'user');
};

const message = ({ role, parts }: Content): Message => {
  const given = partsIn(parts);
  return { role: roleOf(role, given), parts: given.map(messagePart) };
};

/** Contents are messages, or parts of one message of the user: neighbours that are parts are one. */
export const inputMessages = (contents: unknown): Message[] => {
  const messages: Message[] = [];
  let loose: unknown[] = [];
  const close = (): void => {
    if (loose.length > 0) messages.push(message({ parts: loose }));
    loose = [];
  };
  for (const value of listed(contents)) {
    if (isContent(value)) {
      close();
      messages.push(message(value));
    } else loose.push(value);
  }
  close();
  return messages;
};

/** An answer. One that never came to an end has none. */
export const outputMessage = (parts: readonly Part[], finishReason: string | undefined): Message => ({
  role: 'assistant',
  parts: parts.map(messagePart),
  finish_reason: finishReason ?? 'error',
});

/** Instructions of the system: texts only. */
export const systemParts = (system: unknown): object[] => {
  const contents = listed(system).flatMap((value) =>
    isContent(value) ? partsIn(value.parts) : partsIn(value),
  );
  return contents
    .filter(({ text }) => typeof text === 'string')
    .map(({ text }) => ({ type: 'text', content: cut(String(text)) }));
};

interface Tool {
  readonly functionDeclarations?: readonly { readonly name?: string }[];
}

/** What the model may call: by name, as the conventions recommend. */
export const toolDefinitions = (tools: unknown): object[] =>
  listed(tools).flatMap((tool): object[] => {
    const { functionDeclarations, ...others } = Object(tool) as Tool;
    const functions = (functionDeclarations ?? []).map(({ name }) => ({
      type: 'function',
      name: name ?? '',
    }));
    const builtIn = Object.entries(others).filter(
      ([, value]) => value !== undefined && typeof value !== 'function',
    );
    return [...functions, ...builtIn.map(([name]) => ({ type: name, name }))];
  });
