import type { Exchange } from './exchange.ts';
import { generateRequest, promptOf, type Part } from './prompt.ts';

/** An image of one pixel. */
export const image = {
  mimeType: 'image/png',
  data: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};

/** The pieces of the model's response: function calls or a text. */
export function piecesOf(exchange: Exchange): Part[][] {
  const calls = functionCalls(exchange);
  return calls.length > 0 ? [calls] : textPieces(exchange);
}

/** `word1 word2 word3`, as many as the names say. */
export const wordsOf = ({ words }: Exchange): string[] =>
  Array.from({ length: words.number('chunks') ?? 3 }, (_, index) => `word${index + 1} `);

function textPieces(exchange: Exchange): Part[][] {
  const { words, body } = exchange;
  const text = words.has('echo') ? [promptOf(body)] : wordsOf(exchange);
  return [
    ...(words.has('thoughts') ? [[{ text: 'A thought. ', thought: true }]] : []),
    ...text.map((piece) => [{ text: piece }]),
    ...(words.has('image') ? [[{ inlineData: image }]] : []),
  ];
}

/** In the Gemini API, function calls have ids. In Vertex AI they do not. */
function functionCalls({ words, body, target }: Exchange): Part[] {
  const { contents = [], tools = [] } = generateRequest(body);
  const rounds = contents.filter(({ parts }) => parts?.some((part) => part.functionResponse)).length;
  if (rounds >= (words.number('rounds') ?? 1)) return [];
  const declared = tools
    .flatMap(({ functionDeclarations = [] }) => functionDeclarations)
    .map(({ name }) => name);
  return Array.from({ length: words.number('call') ?? 0 }, (_, index) => ({
    functionCall: {
      ...(!target.vertex && { id: `call-${rounds + 1}-${index + 1}` }),
      name: declared[index % declared.length] ?? 'undeclared',
      args: { round: rounds + 1, call: index + 1 },
    },
  }));
}

/** All pieces in one list. Consecutive texts are joined. */
export function joined(pieces: readonly (readonly Part[])[]): Part[] {
  const parts: Part[] = [];
  for (const part of pieces.flat()) {
    const last = parts.at(-1);
    if (part.text !== undefined && last?.text !== undefined && last.thought === part.thought)
      parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  }
  return parts;
}
