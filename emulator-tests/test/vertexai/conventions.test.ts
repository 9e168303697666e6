import { describe, expect, test } from '@jest/globals';
import { checkMetric, checkSpan } from '../../conventions/index.ts';
import type { MetricRecord, SpanRecord } from '../../harness/index.ts';
import { span } from '../fixtures/span.ts';
import { services } from '../../services/index.ts';

const { documented: vertexai } = services.vertexai;

describe('Vertex AI', () => {
  const generate: SpanRecord = {
    ...span('1'),
    name: 'generate_content gemini-2.5-flash',
    scope: { name: vertexai.scope },
    attributes: {
      'gen_ai.operation.name': 'generate_content',
      'gen_ai.provider.name': 'gcp.vertex_ai',
      'gen_ai.request.model': 'gemini-2.5-flash',
      'gen_ai.response.finish_reasons': ['stop', 'length'],
      'gen_ai.usage.input_tokens': 0,
      'gen_ai.usage.image.output_tokens': 1,
      'gcp.vertex_ai.location': 'us-central1',
      'server.address': 'us-central1-aiplatform.googleapis.com',
    },
  };
  const tool: SpanRecord = {
    ...generate,
    name: 'execute_tool look up: all',
    kind: 'INTERNAL',
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'look up: all' },
  };
  const attributes = (more: SpanRecord['attributes']): SpanRecord => ({
    ...generate,
    attributes: { ...generate.attributes, ...more },
  });

  test('what is as documented passes', () => {
    expect(checkSpan(generate, vertexai)).toEqual([]);
    expect(checkSpan({ ...generate, name: 'generate_content endpoints/123' }, vertexai)).toEqual([]);
    expect(checkSpan(tool, vertexai)).toEqual([]);
  });

  test.each<[fault: string, span: SpanRecord, id: string, key: string]>([
    [
      'a project in its name',
      { ...generate, name: 'embeddings projects/p/models/m' },
      'undocumented_span_name',
      'embeddings projects/p/models/m',
    ],
    ['a tool that is a call', { ...tool, kind: 'CLIENT' }, 'unexpected_span_kind', tool.name],
    [
      "the API's own reason to stop",
      attributes({ 'gen_ai.response.finish_reasons': ['stop', 'STOP'] }),
      'pattern_mismatch',
      'gen_ai.response.finish_reasons',
    ],
    [
      'an unknown kind of output',
      attributes({ 'gen_ai.output.type': 'smell' }),
      'undefined_enum_variant',
      'gen_ai.output.type',
    ],
    [
      'an operation that only another makes',
      attributes({ 'gen_ai.operation.name': 'chat' }),
      'pattern_mismatch',
      'gen_ai.operation.name',
    ],
    [
      'a name of former conventions',
      attributes({ 'gen_ai.usage.prompt_tokens': 1 }),
      'deprecated',
      'gen_ai.usage.prompt_tokens',
    ],
    [
      'a name of nobody',
      attributes({ 'gen_ai.usage.smell_tokens': 1 }),
      'missing_attribute',
      'gen_ai.usage.smell_tokens',
    ],
  ])('a span with %s is found', (_, faulty, id, key) => {
    expect(checkSpan(faulty, vertexai)).toEqual([expect.objectContaining({ id, key })]);
  });

  const untilChunk: MetricRecord = {
    name: 'gen_ai.client.operation.time_to_first_chunk',
    unit: 's',
    instrument: 'histogram',
    scope: { name: vertexai.scope },
    points: [
      {
        attributes: { 'gen_ai.operation.name': 'generate_content', 'gen_ai.provider.name': 'gcp.gemini' },
        value: 1,
        count: 1,
        boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
      },
    ],
  };

  test('a metric in the boundaries of the conventions passes, in others not', () => {
    expect(checkMetric(untilChunk, vertexai)).toEqual([]);
    const points = untilChunk.points.map((point) => ({ ...point, boundaries: [1] }));
    expect(checkMetric({ ...untilChunk, points }, vertexai)).toEqual([
      expect.objectContaining({ id: 'bucket_boundaries_mismatch', key: untilChunk.name }),
    ]);
  });
});
