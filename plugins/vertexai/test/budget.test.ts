import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import * as fc from 'fast-check';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { answer, consumed, gemini, plugin, replyWith, requests, streamed, telemetry } from './support';

/** Cloud Logging drops a record of more than 256 KiB: room is left for what a collector adds. */
const LIMIT = 200 * 1024;

const exporter = new InMemoryLogRecordExporter();

beforeAll(() => {
  plugin.setLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }));
});
beforeEach(() => {
  telemetry.take();
  exporter.reset();
  plugin.setConfig({ captureMessageContent: 'SPAN_AND_EVENT' });
});
afterEach(() => {
  plugin.setConfig({});
  replyWith();
  requests();
});
afterAll(stopTelemetry);

interface Recorded {
  readonly sizes: readonly number[];
  readonly attributes: { readonly [name: string]: unknown };
  readonly onSpan: { readonly [name: string]: unknown };
}

const lengthOf = (bytes: Uint8Array | undefined): number => bytes?.length ?? NaN;

/** What is recorded of a call, and how large that is as it is exported. */
const recorded = async (ask: () => Promise<unknown>): Promise<Recorded> => {
  await ask().catch(() => {});
  const spans = telemetry.finished();
  const records = exporter.getFinishedLogRecords();
  const sizes = [
    JsonLogsSerializer.serializeRequest(records),
    ProtobufLogsSerializer.serializeRequest(records),
    JsonTraceSerializer.serializeRequest(spans),
    ProtobufTraceSerializer.serializeRequest(spans),
  ].map(lengthOf);
  const [{ attributes } = { attributes: {} }] = records;
  const onSpan = spans.at(-1)?.attributes ?? {};
  telemetry.take();
  exporter.reset();
  return { sizes, attributes: attributes, onSpan };
};

const turns = (text: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'model',
    parts: [{ text: `${index} ${text}` }],
  }));

const answering =
  (text: string, count = 1) =>
  () =>
    Response.json({
      ...answer,
      candidates: Array.from({ length: count }, (_, index) => ({
        index,
        content: { role: 'model', parts: [{ text }] },
        finishReason: 'STOP',
      })),
    });

/** Texts that take one byte a character, three, four for two, six as JSON; and what no encoding can say. */
const texts = {
  ascii: 'a',
  japanese: '日',
  emoji: '😀',
  'control characters': '\u0001',
  quotes: '"',
  backslashes: '\\',
  'lone surrogates': '\ud800',
  mixed: 'a日😀\u0001"\\\udc00\n',
} as const;

const asking = (params: object) => () => gemini().models.generateContent({ model: 'm', ...params } as never);
const deep = (depth: number): object => (depth === 0 ? {} : { a: deep(depth - 1) });

type Case = readonly [what: string, ask: () => Promise<unknown>, answered?: () => Response];

const ofText = (text: string): readonly Case[] => [
  ['one message', asking({ contents: text.repeat(300_000) })],
  [
    'one message of many parts',
    asking({ contents: [{ parts: turns(text.repeat(5000), 200).flatMap(({ parts }) => parts) }] }),
  ],
  ['a long conversation', asking({ contents: turns(text.repeat(2000), 500) })],
  ['many short messages', asking({ contents: turns(text, 20_000) })],
  ['instructions', asking({ contents: 'a', config: { systemInstruction: text.repeat(300_000) } })],
  [
    'many instructions',
    asking({ contents: 'a', config: { systemInstruction: turns(text.repeat(10), 20_000) } }),
  ],
  [
    'tools',
    asking({
      contents: 'a',
      config: {
        tools: [{ functionDeclarations: Array.from({ length: 20_000 }, () => ({ name: text.repeat(100) })) }],
      },
    }),
  ],
  [
    'a tool of a long name',
    asking({
      contents: 'a',
      config: { tools: [{ functionDeclarations: [{ name: text.repeat(300_000) }] }] },
    }),
  ],
  ['an answer', asking({ contents: 'a' }), answering(text.repeat(300_000))],
  ['eight answers', asking({ contents: turns(text.repeat(2000), 100) }), answering(text.repeat(30_000), 8)],
  [
    'what tools are given and give',
    asking({
      contents: [
        { role: 'model', parts: [{ functionCall: { name: 'f', args: { [text]: text.repeat(300_000) } } }] },
        {
          role: 'user',
          parts: [{ functionResponse: { name: 'f', response: { [text]: text.repeat(30_000) } } }],
        },
      ],
    }),
  ],
  [
    'files of long names, of long types',
    asking({
      contents: [
        { fileData: { fileUri: `gs://b/${text.repeat(300_000)}`, mimeType: text.repeat(300_000) } },
        { inlineData: { data: 'aGk=', mimeType: text.repeat(300_000) } },
      ],
    }),
  ],
  [
    'all at once, with settings',
    asking({
      model: text.repeat(300_000),
      contents: turns(text.repeat(2000), 500),
      config: {
        systemInstruction: text.repeat(300_000),
        stopSequences: Array.from({ length: 16 }, () => text.repeat(1000)),
        tools: Array.from({ length: 1000 }, () => ({ functionDeclarations: [{ name: text.repeat(100) }] })),
      },
    }),
    answering(text.repeat(300_000), 8),
  ],
];

const dropped = 'gcp.vertex_ai.content.messages_dropped';
const truncated = 'gcp.vertex_ai.content.truncated';

describe.each(Object.entries(texts))('%s', (_title, text) => {
  test.each(ofText(text))(
    '%s: no record is larger than 200 KiB, and it says what is missing',
    async (...given) => {
      const [, ask, reply] = given;
      replyWith(reply);
      const { sizes, attributes, onSpan } = await recorded(ask);
      expect(sizes.filter((size) => !(size <= LIMIT))).toEqual([]);
      expect([attributes[truncated], onSpan[truncated]]).toEqual([true, true]);
      expect(onSpan[dropped]).toEqual(attributes[dropped]);
      const json = Object.entries(onSpan).filter(([name]) => /messages$|instructions|definitions/.test(name));
      expect(json.length).toBeGreaterThan(1);
      for (const [name, content] of json) expect(JSON.parse(String(content))).toEqual(attributes[name]);
    },
  );
});

describe('what is left', () => {
  test('the last messages, and how many are missing', async () => {
    const { attributes } = await recorded(asking({ contents: turns('x'.repeat(1000), 500) }));
    const messages = attributes['gen_ai.input.messages'] as readonly { parts: { content: string }[] }[];
    expect(messages.length).toBeGreaterThan(50);
    expect(messages.at(-1)?.parts[0]?.content).toMatch(/^499 x{1000}$/);
    expect(attributes[dropped]).toBe(500 - messages.length);
    expect(messages[0]?.parts[0]?.content).toMatch(new RegExp(`^${500 - messages.length} x{1000}$`));
    expect(attributes['gen_ai.output.messages']).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'a word' }], finish_reason: 'stop' },
    ]);
  });

  test('of a message that is too long by itself, its beginning, in whole characters', async () => {
    for (const start of ['', 'a']) {
      const { attributes } = await recorded(asking({ contents: `${start}${'😀'.repeat(100_000)}` }));
      const [message] = attributes['gen_ai.input.messages'] as readonly { parts: { content: string }[] }[];
      expect(message?.parts[0]?.content).toMatch(new RegExp(`^${start}(?:😀)+…$`, 'u'));
      expect(attributes[truncated]).toBe(true);
      expect(attributes[dropped]).toBeUndefined();
    }
  });

  test('of a long answer to a short question, nearly all that there is room for', async () => {
    replyWith(answering('日'.repeat(32_000)));
    const { sizes, attributes } = await recorded(asking({ contents: 'a' }));
    const [message] = attributes['gen_ai.output.messages'] as readonly { parts: { content: string }[] }[];
    expect(message?.parts[0]?.content).toBe('日'.repeat(32_000));
    expect(sizes.every((size) => size <= LIMIT)).toBe(true);
  });

  test('everything, where there is room: and nothing says otherwise', async () => {
    const { attributes, onSpan } = await recorded(asking({ contents: turns('x'.repeat(100), 50) }));
    expect(attributes['gen_ai.input.messages']).toHaveLength(50);
    for (const each of [attributes, onSpan]) expect(each).not.toHaveProperty([truncated]);
    for (const each of [attributes, onSpan]) expect(each).not.toHaveProperty([dropped]);
  });

  test('of arguments that are nested deeper than backends read, their JSON', async () => {
    const contents = [{ role: 'model', parts: [{ functionCall: { name: 'f', args: deep(500) } }] }];
    const { attributes } = await recorded(asking({ contents }));
    const [message] = attributes['gen_ai.input.messages'] as readonly { parts: { arguments: unknown }[] }[];
    expect(message?.parts[0]?.arguments).toBe(JSON.stringify(deep(500)));
  });

  test('what was sent, though the application goes on to change it', async () => {
    const args = { a: 'as it was' };
    const contents = [{ role: 'model', parts: [{ functionCall: { name: 'f', args } }] }];
    replyWith(() => {
      args.a = 'x'.repeat(1_000_000);
      return Response.json(answer);
    });
    const { attributes } = await recorded(asking({ contents }));
    expect(JSON.stringify(attributes['gen_ai.input.messages'])).toContain('as it was');
  });
});

test('a stream, and a tool that the library calls by itself', async () => {
  const call = { functionCall: { name: 'f', args: { a: '日'.repeat(200_000) } } };
  const calls = {
    ...answer,
    candidates: [{ content: { role: 'model', parts: [call] }, finishReason: 'STOP' }],
  };
  const tool = {
    tool: async () => ({ functionDeclarations: [{ name: 'f', description: '\u0001'.repeat(100_000) }] }),
    callTool: async () => [{ functionResponse: { name: 'f', response: { a: '"'.repeat(200_000) } } }],
  };
  let asked = 0;
  replyWith(() => (asked++ === 0 ? streamed(calls) : streamed(answer)));
  await consumed(
    await gemini().models.generateContentStream({
      model: 'm',
      contents: 'a',
      config: { tools: [tool] },
    }),
  );
  const spans = telemetry.finished();
  expect(spans.map(({ name }) => name)).toContain('execute_tool f');
  for (const span of spans)
    expect(lengthOf(JsonTraceSerializer.serializeRequest([span]))).toBeLessThanOrEqual(LIMIT);
});

test('whatever is said, no record is larger', async () => {
  const text = fc
    .tuple(fc.constantFrom(...Object.values(texts)), fc.integer({ min: 1, max: 60_000 }))
    .map(([unit, times]) => unit.repeat(times));
  const value = fc.oneof(
    text,
    fc.array(fc.nat(), { maxLength: 30_000, size: 'max' }),
    fc.object({ maxDepth: 9 }),
  );
  const part = fc.oneof(
    text.map((content) => ({ text: content })),
    value.map((args) => ({ functionCall: { name: 'f', args } })),
    value.map((response) => ({ functionResponse: { name: 'f', response } })),
  );
  const content = fc.array(part, { maxLength: 6 }).map((parts) => ({ role: 'user', parts }));
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 6 }), text, text, async (contents, system, said) => {
      replyWith(answering(said));
      const { sizes } = await recorded(asking({ contents, config: { systemInstruction: system } }));
      expect(sizes.filter((size) => !(size <= LIMIT))).toEqual([]);
    }),
    { seed: 1, numRuns: 30 },
  );
});
