import { describe, expect, test } from '@jest/globals';
import { inputMessages, outputMessage, systemParts, toolDefinitions } from '../src/messages';

const user = (...parts: object[]) => [{ role: 'user', parts }];
const text = (content: string) => ({ type: 'text', content });

describe('what is sent', () => {
  test.each<[given: string, contents: unknown, messages: object[]]>([
    ['nothing', undefined, []],
    ['a text', 'a', user(text('a'))],
    ['texts', ['a', 'b'], user(text('a'), text('b'))],
    ['a part', { text: 'a' }, user(text('a'))],
    ['a thought', [{ text: 'a', thought: true }], user({ type: 'reasoning', content: 'a' })],
    ['a content', { role: 'user', parts: [{ text: 'a' }] }, user(text('a'))],
    ['a content without a role', [{ parts: [{ text: 'a' }] }], user(text('a'))],
    ['a content without parts', [{ role: 'user' }], user()],
    [
      'parts, then a content, then a part',
      ['a', { text: 'b' }, { role: 'model', parts: [{ text: 'c' }] }, 'd'],
      [...user(text('a'), text('b')), { role: 'assistant', parts: [text('c')] }, ...user(text('d'))],
    ],
    ['a system', [{ role: 'system', parts: ['a'] }], [{ role: 'system', parts: [text('a')] }]],
    [
      'an image: its type and size',
      [{ inlineData: { mimeType: 'image/png', data: 'aGk=' } }],
      user({ type: 'blob', modality: 'image', mime_type: 'image/png', byte_size: 2 }),
    ],
    ['data of no type', [{ inlineData: {} }], user({ type: 'blob', modality: 'document' })],
    [
      'files: where they are',
      ['audio/wav', 'video/mp4', 'application/pdf'].map((mimeType) => ({
        fileData: { mimeType, fileUri: 'gs://b/f' },
      })),
      user(
        { type: 'uri', modality: 'audio', mime_type: 'audio/wav', uri: 'gs://b/f' },
        { type: 'uri', modality: 'video', mime_type: 'video/mp4', uri: 'gs://b/f' },
        { type: 'uri', modality: 'document', mime_type: 'application/pdf', uri: 'gs://b/f' },
      ),
    ],
    [
      'a call of a function, with an id and without',
      [
        {
          role: 'model',
          parts: [{ functionCall: { id: '1', name: 'f', args: { a: 1 } } }, { functionCall: { name: 'g' } }],
        },
      ],
      [
        {
          role: 'assistant',
          parts: [
            { type: 'tool_call', id: '1', name: 'f', arguments: { a: 1 } },
            { type: 'tool_call', name: 'g', arguments: null },
          ],
        },
      ],
    ],
    [
      'what functions gave: a message of tools, whoever sends it',
      ['user', 'function'].map((role) => ({
        role,
        parts: [{ functionResponse: { id: '1', name: 'f', response: { a: 1 } } }],
      })),
      ['1', '1'].map((id) => ({
        role: 'tool',
        parts: [{ type: 'tool_call_response', id, response: { a: 1 } }],
      })),
    ],
    [
      'what nobody knows: its name',
      [{ executableCode: { code: 'a' } }, {}],
      user({ type: 'executableCode' }, { type: 'unknown' }),
    ],
    ['no objects at all', [1, null], user({ type: 'unknown' }, { type: 'unknown' })],
  ])('%s', (_, contents, messages) => {
    expect(inputMessages(contents)).toEqual(messages);
  });

  test('what is very long is cut', () => {
    const [message] = inputMessages('a'.repeat(100_000));
    expect(message).toEqual({ role: 'user', parts: [text(`${'a'.repeat(32_768)}…`)] });
  });
});

test('an answer has a reason to end, and be it that there was none', () => {
  expect([outputMessage([{ text: 'a' }], 'stop'), outputMessage([], undefined)]).toEqual([
    { role: 'assistant', parts: [text('a')], finish_reason: 'stop' },
    { role: 'assistant', parts: [], finish_reason: 'error' },
  ]);
});

test.each<[given: string, system: unknown, parts: object[]]>([
  ['none', undefined, []],
  ['a text', 'a', [text('a')]],
  ['a content', { role: 'system', parts: [{ text: 'a' }] }, [text('a')]],
  ['parts, of which one is no text', [{ text: 'a' }, { inlineData: {} }, 'b'], [text('a'), text('b')]],
])('instructions of the system: %s', (_, system, parts) => {
  expect(systemParts(system)).toEqual(parts);
});

test('tools by name', () => {
  const tools = [
    { functionDeclarations: [{ name: 'f', description: 'a secret' }, { name: 'g' }] },
    { googleSearch: {}, retrieval: undefined },
    { callTool: () => {}, tool: () => {} },
  ];
  expect(toolDefinitions(tools)).toEqual([
    { type: 'function', name: 'f' },
    { type: 'function', name: 'g' },
    { type: 'googleSearch', name: 'googleSearch' },
  ]);
});
