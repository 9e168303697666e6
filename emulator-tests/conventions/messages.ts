/** What the JSON schemas of the GenAI conventions (1.41.1) ask of messages, as rules. */

type Kinds = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown) => typeof value === 'string';
const isAnything = () => true;
const oneOf =
  (...values: readonly string[]) =>
  (value: unknown) =>
    values.includes(String(value));
const isModality = oneOf('image', 'video', 'audio', 'document');

/** The fields of each kind of part, those that it must have without a question mark. */
const parts: Readonly<Record<string, Kinds>> = {
  text: { content: isText },
  reasoning: { content: isText },
  tool_call: { 'id?': isText, name: isText, arguments: isAnything },
  tool_call_response: { 'id?': isText, response: isAnything },
  // Its content is required there. We leave the bytes out, and say how many they are.
  blob: { modality: isModality, 'mime_type?': isText, 'byte_size?': Number.isInteger },
  uri: { modality: isModality, 'mime_type?': isText, uri: isText },
};

/** What is wrong with an object that shall have these fields and no others. */
function wrongFields(value: object, fields: Kinds, where: string): string[] {
  const given = new Map(Object.entries(value));
  const wrong = Object.entries(fields).flatMap(([field, isRight]) => {
    const name = field.replace('?', '');
    if (!given.has(name)) return field === name ? [`${where}: no ${name}`] : [];
    return isRight(given.get(name)) ? [] : [`${where}: ${name}`];
  });
  const known = new Set(Object.keys(fields).map((field) => field.replace('?', '')));
  return [
    ...wrong,
    ...[...given.keys()].filter((key) => !known.has(key)).map((key) => `${where}: has ${key}`),
  ];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [undefined]);
const each = (value: unknown, where: string, check: (item: object, where: string) => string[]) =>
  listOf(value).flatMap((item, index) => {
    const place = `${where}[${index}]`;
    return typeof item === 'object' && item !== null ? check(item, place) : [`${place}: no object`];
  });

/** A kind that nobody knows is one of anybody's, and says nothing but its name. */
function wrongPart(part: object, where: string): string[] {
  const { type, ...fields } = part as { type?: unknown };
  if (typeof type !== 'string') return [`${where}: no type`];
  return wrongFields(fields, parts[type] ?? {}, `${where} ${type}`);
}

const wrongMessages = (fields: Kinds) => (messages: unknown, name: string) =>
  each(messages, name, (message, where) => {
    const { parts: own, ...rest } = message as { parts?: unknown };
    return [...wrongFields(rest, fields, where), ...each(own ?? [undefined], `${where}.parts`, wrongPart)];
  });

/** By the attribute that has them: what is wrong with a value, as a structure. */
export const contents: Readonly<Record<string, (value: unknown, name: string) => string[]>> = {
  'gen_ai.input.messages': wrongMessages({ role: oneOf('system', 'user', 'assistant', 'tool') }),
  'gen_ai.output.messages': wrongMessages({
    role: oneOf('assistant'),
    finish_reason: oneOf('stop', 'length', 'content_filter', 'tool_call', 'error'),
  }),
  'gen_ai.system_instructions': (value, name) => each(value, name, wrongPart),
  'gen_ai.tool.definitions': (value, name) =>
    each(value, name, (tool, where) => wrongFields(tool, { type: isText, name: isText }, where)),
};
