/** Records messages within the size budget. Loaded with the first call, and only if content is captured. */
import type { Attributes } from '@gcp-otel/shared';
import {
  beginning,
  CONTENT,
  type Fitted,
  firstThatFit,
  lastThatFit,
  partsThatFit,
  SENT,
  TOOL,
  sizeOf,
} from './budget';
import type { Content, Said, Sent } from './content';
import {
  inputMessages,
  type Notes,
  outputMessage,
  shortMessage,
  shortPart,
  systemParts,
  toolDefinitions,
} from './messages';

export { narrowed } from './budget';

/** Combines the lists of several attributes. */
const contentOf = (lists: { readonly [attribute: string]: Fitted<object> }, notes: Notes): Content => ({
  attributes: Object.fromEntries(Object.entries(lists).map(([name, { items }]) => [name, items])),
  size: Object.values(lists).reduce((sum, { size }) => sum + size, 0),
  dropped: Object.entries(lists).reduce(
    (sum, [name, list]) => sum + (name.endsWith('messages') ? list.dropped : 0),
    0,
  ),
  isCut: notes.isCut || Object.values(lists).some(({ isCut }) => isCut),
});

/** The request's content. Instructions and tools each get at most a quarter of the room. */
export const sent = ({ contents, system, tools }: Sent): Content => {
  const notes: Notes = { isCut: false };
  const instructions = firstThatFit(systemParts(system, notes), SENT / 4, shortPart);
  const definitions = firstThatFit(toolDefinitions(tools, notes), SENT / 4, shortPart);
  const room = SENT - instructions.size - definitions.size;
  const lists = {
    'gen_ai.input.messages': lastThatFit(inputMessages(contents, notes), room, shortMessage),
    ...((instructions.items.length > 0 || instructions.isCut) && {
      'gen_ai.system_instructions': instructions,
    }),
    ...((definitions.items.length > 0 || definitions.isCut) && { 'gen_ai.tool.definitions': definitions }),
  };
  return contentOf(lists, notes);
};

/** The response's content. Each candidate is a message. */
export const said = ({ turns = [], finishReasons }: Said, request: Content | undefined): Content => {
  const notes: Notes = { isCut: false };
  const messages = Array.from(turns, (turn, index) =>
    outputMessage(turn?.parts ?? [], finishReasons[index], notes),
  );
  const fitted = partsThatFit(messages, CONTENT - (request?.size ?? 0), shortMessage);
  return contentOf({ 'gen_ai.output.messages': fitted }, notes);
};

/** Attributes that say what was dropped or truncated, if anything was. */
export const missing = (...contents: readonly (Content | undefined)[]): Attributes => {
  const dropped = contents.reduce((sum, content) => sum + (content?.dropped ?? 0), 0);
  return {
    ...(dropped > 0 && { 'gcp.vertex_ai.content.messages_dropped': dropped }),
    ...(contents.some((content) => content?.isCut) && { 'gcp.vertex_ai.content.truncated': true }),
  };
};

/** Any value as JSON. One that is too long is truncated, and recorded as a JSON string. */
export const json = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'null';
  return sizeOf(text) <= TOOL ? text : JSON.stringify(beginning(text, TOOL));
};
