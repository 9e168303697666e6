import { answer } from '../../../src/stub.ts';
import { byHand, histogram, patchWith, type Peer } from './peer.ts';

const params = {
  model: 'gpt-4o-mini',
  temperature: 0.5,
  messages: [{ role: 'user', content: 'a question' }],
};

const reply = {
  id: 'r1',
  model: 'gpt-4o-mini-2024-07-18',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'a word' } }],
  usage: { prompt_tokens: 10, completion_tokens: 1 },
};

const defineLibrary = () => {
  class Completions {
    readonly _client = { baseURL: 'https://api.openai.com/v1' };

    async create(_params: typeof params): Promise<typeof reply> {
      await answer;
      return reply;
    }
  }
  class Embeddings {
    create(): void {}
  }
  return { OpenAI: { Chat: { Completions }, Embeddings }, completions: new Completions() };
};

const scope = '@opentelemetry/instrumentation-openai';

type Library = ReturnType<typeof defineLibrary>;

export const openai: Peer<Library> = {
  scope,
  instrument: patchWith(scope, 'OpenAIInstrumentation', 'openai'),
  defineLibrary,
  bare: ({ completions }) => completions.create(params),
  instrumented: ({ completions }) => completions.create(params),
  traced() {
    const write = byHand();
    const duration = histogram(
      'gen_ai.client.operation.duration',
      's',
      [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    );
    const tokens = histogram(
      'gen_ai.client.token.usage',
      '{token}',
      [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    );
    return ({ completions }) =>
      write(
        'chat gpt-4o-mini',
        {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'gpt-4o-mini',
          'gen_ai.system': 'openai',
          'server.address': 'api.openai.com',
          'server.port': 443,
          'gen_ai.request.temperature': params.temperature,
        },
        () => completions.create(params),
        ({ id, model, usage }, span, startedAt) => {
          span.setAttributes({
            'gen_ai.response.finish_reasons': ['stop'],
            'gen_ai.response.id': id,
            'gen_ai.response.model': model,
            'gen_ai.usage.input_tokens': usage.prompt_tokens,
            'gen_ai.usage.output_tokens': usage.completion_tokens,
          });
          const common = {
            'gen_ai.operation.name': 'chat',
            'gen_ai.request.model': 'gpt-4o-mini',
            'gen_ai.system': 'openai',
            'server.address': 'api.openai.com',
            'server.port': 443,
            'gen_ai.response.model': model,
          };
          duration.record((performance.now() - startedAt) / 1000, common);
          tokens.record(usage.prompt_tokens, { ...common, 'gen_ai.token.type': 'input' });
          tokens.record(usage.completion_tokens, { ...common, 'gen_ai.token.type': 'output' });
        },
      );
  },
};
