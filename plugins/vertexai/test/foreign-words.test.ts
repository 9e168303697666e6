import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Call } from '@gcp-otel/shared';
import { stopTelemetry } from '../../../shared/test/telemetry';
import { attributes as interactionAttributes } from '../src/interactions';
import { gather, generation } from '../src/responses';
import { answer, gemini, replyWith, telemetry } from './support';

// Words that a model or a server chooses, and that nobody has declared.

const call = { config: {}, description: { attributes: {} } } as Call;
const known = (attributes: object): object =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
const of = (response: object): object => known(generation(response, undefined, call));

afterEach(() => replyWith());
afterAll(stopTelemetry);

const calling = (name: string) => ({
  ...answer,
  candidates: [{ content: { role: 'model', parts: [{ functionCall: { name, id: `id of ${name}` } }] } }],
});

test('a tool that the model makes up has no name', async () => {
  const answers = [calling('made_up ada@example.com'), answer];
  replyWith(() => Response.json(answers.shift()));
  await gemini().models.generateContent({
    model: 'gemini-2.5-flash',
    contents: 'a question',
    config: {
      tools: [{ tool: async () => ({ googleSearch: {} }), callTool: async () => [{ text: 'nothing' }] }],
    },
  });
  const spans = telemetry.take();
  expect(spans.map(({ name }) => name)).toContain('execute_tool');
  expect(JSON.stringify(spans)).not.toContain('ada@example.com');
});

describe('what a server says of itself is recorded if it has the shape', () => {
  test('of an answer', () => {
    const words = { responseId: 'an id of ada@example.com', modelVersion: 'ada@example.com' };
    expect(of({ ...words, usageMetadata: { trafficType: 'ada' } })).toEqual({});
    expect(of({ promptFeedback: { blockReason: 'because of ada' } })).toEqual({
      'gen_ai.response.finish_reasons': ['content_filter'],
      'gcp.vertex_ai.block_reason': 'OTHER',
      'error.type': 'BLOCKED_OTHER',
    });
  });

  test('of one that is as it should be', () => {
    expect(
      of({
        responseId: 'kZ-9aI_x.1',
        modelVersion: 'gemini-1.5-pro@001',
        usageMetadata: { trafficType: 'ON_DEMAND', thoughtsTokenCount: 2 },
      }),
    ).toEqual({
      'gen_ai.response.id': 'kZ-9aI_x.1',
      'gen_ai.response.model': 'gemini-1.5-pro@001',
      'gcp.vertex_ai.traffic_type': 'ON_DEMAND',
      'gen_ai.usage.output_tokens': 2,
      'gen_ai.usage.reasoning.output_tokens': 2,
    });
  });

  test('of an interaction', () => {
    expect(
      known(interactionAttributes({ id: 'of ada@example.com', model: 'ada@example.com' }, undefined, call)),
    ).toEqual({});
  });

  test('numbers are numbers', () => {
    const usageMetadata = { promptTokenCount: '3', thoughtsTokenCount: 'ada', cachedContentTokenCount: -1 };
    expect(of({ usageMetadata })).toEqual({});
  });
});

test('nothing is read through a prototype', () => {
  const usageMetadata: unknown = JSON.parse('{ "__proto__": { "promptTokenCount": 7 } }');
  expect(of({ usageMetadata: usageMetadata as object })).toEqual({});
  expect(gather(undefined, { usageMetadata: usageMetadata as object }, call).usage).not.toHaveProperty(
    'promptTokenCount',
    7,
  );
});
