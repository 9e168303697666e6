import { describe, expect, test } from '@jest/globals';
import type { Call } from '@gcp-otel/shared';
import * as responses from '../src/responses';
import * as stored from '../src/stored';

const { gather } = responses;

const call = { config: {}, description: { attributes: {} } } as Call;
const known = (attributes: object) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
const of = (response: object) => known(responses.generation(response, undefined, call));

const text = { content: { parts: [{ text: 'a' }] } };
const asks = { content: { parts: [{ functionCall: { name: 'f' } }] } };
const reasons = (...candidates: object[]) => of({ candidates })['gen_ai.response.finish_reasons'];

describe('why an answer ended', () => {
  test.each([
    ['stop', 'STOP'],
    ['length', 'MAX_TOKENS'],
    ...[
      'SAFETY',
      'RECITATION',
      'LANGUAGE',
      'BLOCKLIST',
      'PROHIBITED_CONTENT',
      'SPII',
      'MODEL_ARMOR',
      'IMAGE_SAFETY',
      'IMAGE_PROHIBITED_CONTENT',
      'IMAGE_RECITATION',
    ].map((reason) => ['content_filter', reason] as const),
    ['continuation', 'CONTINUATION'],
    ...['OTHER', 'MALFORMED_FUNCTION_CALL', 'NO_IMAGE', 'FINISH_REASON_UNSPECIFIED', 'never heard of'].map(
      (reason) => ['error', reason] as const,
    ),
  ])('%s: %s', (expected, finishReason) => {
    expect(reasons({ ...text, finishReason })).toEqual([expected]);
  });

  test.each<[title: string, candidates: object[], expected: unknown]>([
    ['a call of a tool', [{ ...asks, finishReason: 'STOP' }], ['tool_call']],
    ['a call of a tool that is cut off', [{ ...asks, finishReason: 'MAX_TOKENS' }], ['length']],
    [
      'by candidate',
      [
        { ...text, finishReason: 'STOP' },
        { ...text, finishReason: 'SAFETY' },
      ],
      ['stop', 'content_filter'],
    ],
    [
      'by index',
      [
        { index: 1, finishReason: 'STOP' },
        { index: 0, finishReason: 'SAFETY' },
      ],
      ['content_filter', 'stop'],
    ],
    ['of one of two', [{ index: 1, finishReason: 'STOP' }], ['error', 'stop']],
    ['not told', [text], undefined],
    [
      '16 at the most',
      Array.from({ length: 20 }, () => ({ finishReason: 'STOP' })),
      Array.from({ length: 16 }, () => 'stop'),
    ],
  ])('%s', (_, candidates, expected) => {
    expect(reasons(...candidates)).toEqual(expected);
  });
});

describe('what it cost', () => {
  const usage = (usageMetadata: object) => of({ usageMetadata });

  test('tools and thoughts come on top', () => {
    expect(
      usage({
        promptTokenCount: 1,
        toolUsePromptTokenCount: 2,
        candidatesTokenCount: 4,
        thoughtsTokenCount: 8,
        cachedContentTokenCount: 16,
        trafficType: 'PROVISIONED_THROUGHPUT',
      }),
    ).toEqual({
      'gen_ai.usage.input_tokens': 3,
      'gen_ai.usage.output_tokens': 12,
      'gen_ai.usage.reasoning.output_tokens': 8,
      'gen_ai.usage.cache_read.input_tokens': 16,
      'gcp.vertex_ai.traffic_type': 'PROVISIONED_THROUGHPUT',
    });
  });

  test('by modality, as far as the conventions have names', () => {
    const of3 = ['TEXT', 'IMAGE', 'AUDIO', 'VIDEO', 'DOCUMENT'].map((modality, index) => ({
      modality,
      tokenCount: index,
    }));
    expect(
      usage({
        promptTokensDetails: of3,
        toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: 5 }, { modality: 'IMAGE' }],
        candidatesTokensDetails: of3,
        cacheTokensDetails: of3,
      }),
    ).toEqual({
      'gen_ai.usage.text.input_tokens': 5,
      'gen_ai.usage.image.input_tokens': 1,
      'gen_ai.usage.audio.input_tokens': 2,
      'gen_ai.usage.text.output_tokens': 0,
      'gen_ai.usage.image.output_tokens': 1,
      'gen_ai.usage.audio.output_tokens': 2,
      'gen_ai.usage.text.cache_read.input_tokens': 0,
      'gen_ai.usage.image.cache_read.input_tokens': 1,
      'gen_ai.usage.audio.cache_read.input_tokens': 2,
    });
  });

  test('zero is a number, and nothing is none', () => {
    expect(usage({ promptTokenCount: 0, candidatesTokenCount: null })).toEqual({
      'gen_ai.usage.input_tokens': 0,
    });
    expect(of({})).toEqual({});
  });
});

test('a prompt that is blocked', () => {
  expect(of({ promptFeedback: { blockReason: 'OTHER' } })).toEqual({
    'gen_ai.response.finish_reasons': ['content_filter'],
    'gcp.vertex_ai.block_reason': 'OTHER',
    'error.type': 'BLOCKED_OTHER',
  });
  // What was answered before counts for what it is.
  expect(of({ promptFeedback: { blockReason: 'OTHER' }, candidates: [{ finishReason: 'STOP' }] })).toEqual({
    'gen_ai.response.finish_reasons': ['stop'],
  });
});

test('a stream: the latest of each count, the first of each name, what failed', () => {
  const chunks = [
    { responseId: '1', modelVersion: 'm', usageMetadata: { promptTokenCount: 1, trafficType: 'ON_DEMAND' } },
    {
      responseId: '2',
      usageMetadata: { promptTokenCount: 2 },
      candidates: [{ ...text, finishReason: 'STOP' }],
    },
    { error: { code: 503 } },
  ];
  const gathered = chunks.reduce<ReturnType<typeof gather> | undefined>(
    (before, chunk) => gather(before, chunk, call),
    undefined,
  );
  const consumed = { rows: 3, last: undefined, complete: true, gathered, firstAfter: 0.5 };
  expect(known(responses.streamedGeneration(consumed, undefined, call))).toEqual({
    'gen_ai.response.time_to_first_chunk': 0.5,
    'gen_ai.response.id': '1',
    'gen_ai.response.model': 'm',
    'gen_ai.usage.input_tokens': 2,
    'gcp.vertex_ai.traffic_type': 'ON_DEMAND',
    'gen_ai.response.finish_reasons': ['stop'],
    'error.type': '503',
  });
});

test.each<[what: string, read: () => object, attributes: object]>([
  [
    'embeddings, told as a whole',
    () => responses.embedding({ usageMetadata: { promptTokenCount: 3 } }, undefined, call),
    { 'gen_ai.usage.input_tokens': 3 },
  ],
  [
    'embeddings, told one by one',
    () =>
      responses.embedding(
        {
          embeddings: [{ statistics: { tokenCount: 1 } }, {}, { statistics: { tokenCount: 2 } }],
        },
        undefined,
        call,
      ),
    { 'gen_ai.usage.input_tokens': 3 },
  ],
  ['embeddings, not told', () => responses.embedding({}, undefined, call), {}],
  ['counted', () => responses.tokenCount({ totalTokens: 0 }), { 'gcp.vertex_ai.counted_tokens': 0 }],
  [
    'computed',
    () => responses.tokenCount({ tokensInfo: [{ tokenIds: [1, 2] }, { tokens: ['a'] }] }),
    { 'gcp.vertex_ai.counted_tokens': 3 },
  ],
  [
    'a cache',
    () => stored.cache({ usageMetadata: { totalTokenCount: 5 } }),
    { 'gcp.vertex_ai.cached_content.tokens': 5 },
  ],
  ['no images', () => responses.images({}), {}],
  [
    'images',
    () => responses.images({ generatedImages: [{}, { raiFilteredReason: 'why' }] }),
    { 'gen_ai.response.finish_reasons': ['stop', 'content_filter'], 'gcp.vertex_ai.billing.images': 1 },
  ],
])('%s', (_, read, attributes) => {
  expect(known(read())).toEqual(attributes);
});
