import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createNoopMeter, INVALID_SPAN_CONTEXT, metrics, trace } from '@opentelemetry/api';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { VertexAIInstrumentation, type VertexAIInstrumentationConfig } from '../src';
import {
  answer,
  consumed,
  events,
  gemini,
  genai,
  plugin,
  replyWith,
  requests,
  streamed,
  telemetry,
  vertexAI,
} from './support';

const variable = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

beforeEach(() => {
  telemetry.take();
  events();
  requests();
  telemetry.warnings();
});
afterEach(() => {
  delete process.env[variable];
  plugin.setConfig({});
  plugin.enable();
  replyWith();
});
afterAll(stopTelemetry);

const question = { model: 'fine', contents: 'a question', config: { systemInstruction: 'be brief' } };
const ask = () => gemini().models.generateContent(question);
const names = () => telemetry.take().map(({ name }) => name);

test('name and version are those of the package', () => {
  const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const { instrumentationName, instrumentationVersion } = plugin;
  expect([instrumentationName, instrumentationVersion]).toEqual([manifest.name, manifest.version]);
});

describe('content', () => {
  const start = {
    'gen_ai.operation.name': 'generate_content',
    'gen_ai.request.model': 'fine',
    'gen_ai.provider.name': 'gcp.gemini',
    'server.address': 'generativelanguage.googleapis.com',
    'server.port': 443,
  };
  const outcome = {
    'gen_ai.response.id': 'r1',
    'gen_ai.response.model': 'fine-001',
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 3,
    'gen_ai.usage.output_tokens': 2,
  };
  const said = {
    'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'a question' }] }],
    'gen_ai.system_instructions': [{ type: 'text', content: 'be brief' }],
    'gen_ai.output.messages': [
      { role: 'assistant', parts: [{ type: 'text', content: 'a word' }], finish_reason: 'stop' },
    ],
  };
  const json = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, JSON.stringify(value)]));
  const event = {
    eventName: 'gen_ai.client.inference.operation.details',
    attributes: { ...start, ...outcome, ...said },
  };
  const seen = { span: { ...start, ...outcome, ...json }, events: [] as object[] };
  const none = { span: { ...start, ...outcome }, events: [] as object[] };
  const both = { span: seen.span, events: [{ ...event, attributes: { ...event.attributes, ...json } }] };
  const told = async () => {
    await ask();
    const [span] = telemetry.take();
    return { span: span?.attributes, events: events() };
  };
  /** Of each way to ask for it, what is told; structures win on events. */
  const ways = {
    NO_CONTENT: none,
    SPAN_ONLY: seen,
    EVENT_ONLY: { span: none.span, events: [event] },
    SPAN_AND_EVENT: { ...both, events: [event] },
  };

  test.each<[asked: unknown, told: object]>([
    [undefined, none],
    [false, none],
    [true, ways.SPAN_AND_EVENT],
    ...Object.entries(ways),
  ])('captureMessageContent: %s', async (captureMessageContent, expected) => {
    plugin.setConfig({ captureMessageContent } as VertexAIInstrumentationConfig);
    expect(await told()).toEqual(expected);
  });

  test.each<[asked: string, told: object]>([
    ['true', ways.SPAN_AND_EVENT],
    ['false', none],
    ['span_only', seen],
    ...Object.entries(ways),
    [' True ', ways.SPAN_AND_EVENT],
    ['yes', none],
    ['', none],
  ])('by the environment: %j', async (value, expected) => {
    process.env[variable] = value;
    plugin.setConfig({});
    expect(await told()).toEqual(expected);
  });

  test('the configuration goes before the environment; one that is no value is told of', async () => {
    process.env[variable] = 'true';
    plugin.setConfig({ captureMessageContent: false });
    expect(await told()).toEqual(none);
    delete process.env[variable];
    plugin.setConfig({ captureMessageContent: 'ALL' } as unknown as VertexAIInstrumentationConfig);
    expect(telemetry.warnings()).toEqual([expect.stringContaining('captureMessageContent')]);
    expect(await told()).toEqual(none);
  });

  test('what an event tells is cut as attributes of a span are, also where none is recorded', async () => {
    plugin.setConfig({ captureMessageContent: 'EVENT_ONLY' });
    const unrecorded = { startSpan: () => trace.wrapSpanContext(INVALID_SPAN_CONTEXT) };
    plugin.setTracerProvider({ getTracer: () => unrecorded } as never);
    try {
      const config = { stopSequences: ['x'.repeat(20_000)] };
      await gemini().models.generateContent({ ...question, config });
    } finally {
      plugin.setTracerProvider(trace.getTracerProvider());
    }
    const attributes = { 'gen_ai.request.stop_sequences': ['x'.repeat(16_384)] };
    expect(events()).toEqual([{ ...event, attributes: expect.objectContaining(attributes) }]);
  });

  test('what cannot be read is left out, and all else is told', async () => {
    plugin.setConfig({ captureMessageContent: true });
    const args: Record<string, unknown> = {};
    args['self'] = args;
    const contents = [{ role: 'model', parts: [{ functionCall: { name: 'f', args } }] }];
    await expect(gemini().models.generateContent({ model: 'fine', contents })).rejects.toThrow(/circular/);
    expect(telemetry.take()).toMatchObject([{ name: 'generate_content fine', attributes: start }]);
  });
});

describe('metrics', () => {
  const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
  const attributes = {
    'gen_ai.operation.name': 'generate_content',
    'gen_ai.request.model': 'fine',
    'gen_ai.provider.name': 'gcp.gemini',
    'server.address': 'generativelanguage.googleapis.com',
    'server.port': 443,
  };
  const answered = { ...attributes, 'gen_ai.response.model': 'fine-001' };
  const all = [
    'operation.duration',
    'operation.time_to_first_chunk',
    'operation.time_per_output_chunk',
    'token.usage',
  ];
  /** Reading one metric forgets them all: each is asked for after a call of its own. */
  const pointsOf = async (name: string, call: () => Promise<unknown>) => {
    await telemetry.points('none');
    await call().catch(() => {});
    return telemetry.points(`gen_ai.client.${name}`);
  };
  const stream = async () => {
    replyWith(() => streamed({ ...answer, usageMetadata: {} }, { candidates: [] }, answer));
    await consumed(await gemini().models.generateContentStream(question));
  };

  test.each<[metric: string, call: () => Promise<unknown>, points: object[]]>([
    ['operation.duration', ask, [{ attributes: answered, value: 1 }]],
    ['operation.time_to_first_chunk', ask, []],
    ['operation.time_to_first_chunk', stream, [{ attributes: answered, value: 1 }]],
    // One for each chunk after the first.
    ['operation.time_per_output_chunk', stream, [{ attributes: answered, value: 2 }]],
    [
      'token.usage',
      stream,
      ['input', 'output'].map((type) => ({
        attributes: { ...answered, 'gen_ai.token.type': type },
        value: 1,
      })),
    ],
  ])('%s', async (metric, call, points) => {
    expect(await pointsOf(metric, call)).toEqual(points);
  });

  test('a failure counts in the duration, and tells its type there only', async () => {
    replyWith(() => Response.json({ error: { code: 429 } }, { status: 429 }));
    const failed = [{ attributes: { ...attributes, 'error.type': '429' }, value: 1 }];
    expect(await pointsOf('operation.duration', ask)).toEqual(failed);
    expect(await pointsOf('token.usage', ask)).toEqual([]);
  });

  test('in the boundaries of the conventions', () => {
    const made: Record<string, unknown> = {};
    const provider = metrics.getMeterProvider();
    const observed = {
      getMeter: (...given: Parameters<typeof provider.getMeter>) =>
        Object.assign(Object.create(provider.getMeter(...given)) as object, {
          createHistogram: (name: string, options: { advice?: object; unit?: string }) => {
            made[name] = [options.unit, options.advice];
            return { record() {} };
          },
        }),
    };
    new VertexAIInstrumentation({ enabled: false }).setMeterProvider(observed as never);
    const inSeconds = ['s', { explicitBucketBoundaries: seconds }];
    expect(made).toEqual({
      'gen_ai.client.operation.duration': inSeconds,
      'gen_ai.client.token.usage': [
        '{token}',
        { explicitBucketBoundaries: Array.from({ length: 14 }, (_, power) => 4 ** power) },
      ],
      'gen_ai.client.operation.time_to_first_chunk': inSeconds,
      'gen_ai.client.operation.time_per_output_chunk': inSeconds,
    });
    expect(
      Object.keys(made)
        .map((name) => name.replace('gen_ai.client.', ''))
        .toSorted(),
    ).toEqual(all.toSorted());
  });
});

describe('on and off', () => {
  test('disable() in the middle of a stream: it goes on, and its span ends', async () => {
    replyWith(() => streamed(answer, answer));
    const chunks = await gemini().models.generateContentStream(question);
    await chunks.next();
    plugin.disable();
    expect(await consumed(chunks)).toHaveLength(1);
    replyWith();
    await ask();
    plugin.enable();
    await ask();
    expect(names()).toEqual(['generate_content fine', 'generate_content fine']);
  });

  test('a second plugin makes a second span of each call, and one that is off none', async () => {
    const second = new VertexAIInstrumentation();
    second.instrumentModule(genai);
    const { models } = gemini();
    await models.generateContent(question);
    expect(telemetry.take()).toMatchObject([{ children: [{ name: 'generate_content fine' }] }]);
    second.disable();
    await models.generateContent(question);
    expect(telemetry.take()).toEqual([expect.not.objectContaining({ children: expect.anything() })]);
  });

  test('where nobody records, calls are as they are', async () => {
    // As the API's own provider is, where no SDK is registered.
    plugin.setTracerProvider({ getDelegateTracer: () => undefined, getTracer: () => ({}) } as never);
    plugin.setMeterProvider({ getMeter: () => createNoopMeter() });
    plugin.setConfig({ captureMessageContent: true });
    try {
      expect((await ask()).text).toBe('a word');
      expect({ spans: telemetry.take(), events: events() }).toEqual({ spans: [], events: [] });
    } finally {
      plugin.setTracerProvider(trace.getTracerProvider());
      plugin.setMeterProvider(metrics.getMeterProvider());
      plugin.setConfig({});
    }
    await ask();
    expect(telemetry.take()).toMatchObject([{ name: 'generate_content fine' }]);
  });
});

test('arguments that throw at whoever reads them: the library decides', async () => {
  const fail = (): never => {
    throw new RangeError('of a getter');
  };
  const hostile = new Proxy({}, { get: fail, has: fail, ownKeys: fail }) as never;
  await expect(gemini().models.generateContent(hostile)).rejects.toThrow('of a getter');
  await expect(vertexAI().getGenerativeModel({ model: 'fine' }).generateContent(hostile)).rejects.toThrow(
    'of a getter',
  );
  expect(telemetry.take().map(({ status }) => status)).toEqual(expect.arrayContaining(['ERROR RangeError']));
});

test('a stream and its response: the objects that the library gives', async () => {
  replyWith(() => streamed(answer));
  const pair = await vertexAI().getGenerativeModel({ model: 'fine' }).generateContentStream('a');
  expect(Object.keys(pair)).toEqual(['stream', 'response']);
  expect(Object.prototype.toString.call(pair.stream)).toBe('[object AsyncGenerator]');
  expect(Object.keys(pair.stream)).toEqual([]);
  expect(pair.response).toBeInstanceOf(Promise);
  const [chunk] = await consumed(pair.stream);
  expect(Object.getPrototypeOf(chunk)).toBe(Object.prototype);
  expect((await pair.response).candidates).toHaveLength(1);
});
