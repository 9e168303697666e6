import { SpanStatusCode } from '@opentelemetry/api';
import { answer } from '../../../src/stub.ts';
import { byHand, patchWith, type Peer } from './peer.ts';

const request = { contents: [{ role: 'user', parts: [{ text: 'a question' }] }] };

const reply = {
  response: {
    candidates: [{ content: { role: 'model', parts: [{ text: 'a word' }] }, finishReason: 'STOP' }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 1, totalTokenCount: 11 },
  },
};

const defineLibrary = () => {
  class GenerativeModel {
    readonly model = 'gemini-2.5-flash';
    readonly generationConfig = { temperature: 0.5, maxOutputTokens: 100 };

    async generateContent(_request: typeof request): Promise<typeof reply> {
      await answer;
      return reply;
    }

    generateContentStream(): void {}
  }
  return { GenerativeModel, model: new GenerativeModel() };
};

const scope = '@traceloop/instrumentation-vertexai';

type Library = ReturnType<typeof defineLibrary>;

export const vertexai: Peer<Library> = {
  scope,
  // As ours in its own benchmark: without what was said.
  instrument: patchWith(scope, 'VertexAIInstrumentation', '@google-cloud/vertexai', { traceContent: false }),
  defineLibrary,
  bare: ({ model }) => model.generateContent(request),
  instrumented: ({ model }) => model.generateContent(request),
  traced() {
    const write = byHand();
    return ({ model }) =>
      write(
        'vertexai.completion',
        {
          'gen_ai.system': 'Google',
          'llm.request.type': 'completion',
          'gen_ai.request.model': 'gemini-2.5-flash',
          'gen_ai.request.temperature': 0.5,
        },
        () => model.generateContent(request),
        ({ response: { usageMetadata } }, span) => {
          span.setAttributes({
            'gen_ai.response.model': 'gemini-2.5-flash',
            'llm.usage.total_tokens': usageMetadata.totalTokenCount,
            'gen_ai.usage.completion_tokens': usageMetadata.candidatesTokenCount,
            'gen_ai.usage.prompt_tokens': usageMetadata.promptTokenCount,
          });
          span.setStatus({ code: SpanStatusCode.OK });
        },
      );
  },
};
