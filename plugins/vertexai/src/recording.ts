/** What is recorded of what was said: loaded with the first call of an application that asks for it. */
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

/** Each list by its attribute, if there is anything to say. */
const contentOf = (lists: { readonly [attribute: string]: Fitted<object> }, notes: Notes): Content => ({
  attributes: Object.fromEntries(Object.entries(lists).map(([name, { items }]) => [name, items])),
  size: Object.values(lists).reduce((sum, { size }) => sum + size, 0),
  dropped: Object.entries(lists).reduce(
    (sum, [name, list]) => sum + (name.endsWith('messages') ? list.dropped : 0),
    0,
  ),
  isCut: notes.isCut || Object.values(lists).some(({ isCut }) => isCut),
});

/** What is sent, in the conventions' schema. Instructions and tools have a quarter of the room each, at the most. */
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

/** What is answered: each candidate is a message of its own. */
export const said = ({ turns = [], finishReasons }: Said, asked: Content | undefined): Content => {
  const notes: Notes = { isCut: false };
  const messages = Array.from(turns, (turn, index) =>
    outputMessage(turn?.parts ?? [], finishReasons[index], notes),
  );
  const fitted = partsThatFit(messages, CONTENT - (asked?.size ?? 0), shortMessage);
  return contentOf({ 'gen_ai.output.messages': fitted }, notes);
};

/** What says that something is missing, if it is. */
export const missing = (...contents: readonly (Content | undefined)[]): Attributes => {
  const dropped = contents.reduce((sum, content) => sum + (content?.dropped ?? 0), 0);
  return {
    ...(dropped > 0 && { 'gcp.vertex_ai.content.messages_dropped': dropped }),
    ...(contents.some((content) => content?.isCut) && { 'gcp.vertex_ai.content.truncated': true }),
  };
};

/** A value of which nobody knows what it is made of, as JSON: of one that is too long, how it begins. */
export const json = (value: unknown): string => {
  const written = JSON.stringify(value) ?? 'null';
  return sizeOf(written) <= TOOL ? written : JSON.stringify(beginning(written, TOOL));
};
