import { metrics, type Span, SpanKind, trace } from '@opentelemetry/api';
import { failed, HANDWRITTEN } from '../handwritten.ts';
import type { Params, Response } from './library.ts';

interface Generates {
  generateContent(params: Params): Promise<Response>;
}

/** Hand-written tracing and metrics of an application. Every name is a literal where it is used. */
export const handwritten = () => {
  const tracer = trace.getTracer(HANDWRITTEN);
  const meter = metrics.getMeter(HANDWRITTEN);
  const duration = meter.createHistogram('gen_ai.client.operation.duration', {
    unit: 's',
    advice: {
      explicitBucketBoundaries: [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
      ],
    },
  });
  const tokens = meter.createHistogram('gen_ai.client.token.usage', {
    unit: '{token}',
    advice: {
      explicitBucketBoundaries: [
        1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
      ],
    },
  });

  const billed = meter.createCounter('gcp.vertex_ai.client.billing.units', { unit: '{unit}' });

  const bill = (amount: number, kind: string): void =>
    billed.add(amount, {
      'gen_ai.request.model': 'gemini-2.5-flash',
      'gcp.vertex_ai.billing.unit': 'token',
      'gcp.vertex_ai.billing.kind': kind,
      'gen_ai.provider.name': 'gcp.vertex_ai',
    });

  const common = (model: string | undefined) => ({
    'gen_ai.operation.name': 'generate_content',
    'gen_ai.provider.name': 'gcp.vertex_ai',
    'gen_ai.request.model': 'gemini-2.5-flash',
    'server.address': 'europe-west4-aiplatform.googleapis.com',
    'server.port': 443,
    ...(model !== undefined && { 'gen_ai.response.model': model }),
  });

  const record = (startedAt: number, response: Response | undefined): void => {
    const attributes = common(response?.modelVersion);
    duration.record((performance.now() - startedAt) / 1000, attributes);
    if (response === undefined) return;
    const { promptTokenCount, candidatesTokenCount } = response.usageMetadata;
    tokens.record(promptTokenCount, { ...attributes, 'gen_ai.token.type': 'input' });
    tokens.record(candidatesTokenCount, { ...attributes, 'gen_ai.token.type': 'output' });
    bill(promptTokenCount, 'input');
    bill(candidatesTokenCount, 'output');
  };

  const told = (span: Span, { responseId, modelVersion, usageMetadata }: Response): void => {
    span.setAttributes({
      'gen_ai.response.id': responseId,
      'gen_ai.response.model': modelVersion,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': usageMetadata.promptTokenCount,
      'gen_ai.usage.output_tokens': usageMetadata.candidatesTokenCount,
    });
  };

  return {
    /** `models.generateContent` with its span and its metrics. */
    generateContent: (models: Generates, params: Params): Promise<Response> =>
      tracer.startActiveSpan(
        'generate_content gemini-2.5-flash',
        {
          kind: SpanKind.CLIENT,
          attributes: {
            'gen_ai.operation.name': 'generate_content',
            'gen_ai.provider.name': 'gcp.vertex_ai',
            'gen_ai.request.model': 'gemini-2.5-flash',
            'gcp.vertex_ai.location': 'europe-west4',
            'server.address': 'europe-west4-aiplatform.googleapis.com',
            'server.port': 443,
            'gen_ai.request.temperature': params.config.temperature,
          },
        },
        async (span) => {
          const startedAt = performance.now();
          let response: Response | undefined;
          try {
            response = await models.generateContent(params);
            told(span, response);
            return response;
          } catch (error) {
            failed(span, error);
            throw error;
          } finally {
            span.end();
            record(startedAt, response);
          }
        },
      ),

    /** `models.generateContent` with its metrics only. */
    measureContent: async (models: Generates, params: Params): Promise<Response> => {
      const startedAt = performance.now();
      let response: Response | undefined;
      try {
        response = await models.generateContent(params);
        return response;
      } finally {
        record(startedAt, response);
      }
    },
  };
};
