import type * as instrumentation from '@gcp-otel/instrumentation-vertexai';
import type { Scenario } from '../../harness/scenario.ts';
import { countingProvider, findLeaks, type Leaks } from '../../suites/leaks/find-leaks.ts';

const ignore = () => {};
const answer = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'a word' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1 },
};

async function* chunks() {
  yield answer;
  yield answer;
}

const weather = {
  tool: async () => ({ functionDeclarations: [{ name: 'weather' }] }),
  callTool: async (_calls: readonly object[]) => [{ functionResponse: { name: 'weather', response: {} } }],
};

interface Params {
  readonly model: string;
  readonly contents: string;
  readonly config?: { readonly tools?: readonly (typeof weather)[] };
}

/** Classes with the names of the clients', and nothing that takes time: what stays in memory is the instrumentation's. */
const stubs = () => {
  class Models {
    readonly apiClient = {
      isVertexAI: () => true,
      getBaseUrl: () => 'http://127.0.0.1:1/',
      getLocation: () => 'l',
    };
    generateContent = async ({ config, ...rest }: Params) => {
      for (const { tool, callTool } of config?.tools ?? []) {
        await tool();
        await callTool([{ name: 'weather' }]);
      }
      return this.generateContentInternal(rest);
    };
    generateContentStream = async (params: Params) => this.generateContentStreamInternal(params);
    async generateContentInternal(_params: Params) {
      return answer;
    }
    async generateContentStreamInternal(_params: Params) {
      return chunks();
    }
    async countTokens(_params: Params): Promise<object> {
      throw new RangeError('refused');
    }
  }
  class GenerativeModel {
    readonly location = 'l';
    readonly resourcePath = 'projects/p/locations/l/publishers/google/models/fine';
    async generateContentStream(_contents: string) {
      return { stream: chunks(), response: Promise.resolve(answer) };
    }
  }
  return { Models, GenerativeModel };
};

type Stubs = ReturnType<typeof stubs>;

async function consume(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

async function leave(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items) break;
}

/** `client` is no client: the classes are ours. */
const scenario: Scenario<unknown> = async (_client, tools): Promise<Leaks> => {
  const { VertexAIInstrumentation } = (await tools.load(
    '@gcp-otel/instrumentation-vertexai',
  )) as typeof instrumentation;
  const { provider, spans } = await countingProvider(tools);
  const plugin = new VertexAIInstrumentation({ captureMessageContent: 'SPAN_ONLY' });
  plugin.setTracerProvider(provider);
  const { Models, GenerativeModel } = plugin.instrumentModule(stubs());
  const models = new Models();
  const model = new GenerativeModel();
  const params = { model: 'fine', contents: 'a question' };

  const kept: unknown[] = [];
  const planted = tools.env['LEAK'] === '1';
  const kinds: Record<string, () => unknown> = {
    promise() {
      const own = { ...params };
      const called = models.generateContent(own);
      if (planted) kept.push([own, called]);
      return called;
    },
    rejection: () => models.countTokens(params).catch(ignore),
    stream: async () => consume(await models.generateContentStream(params)),
    'stream left early': async () => leave(await models.generateContentStream(params)),
    'stream that nobody reads': () => models.generateContentStream(params),
    'stream and response': async () => {
      const { stream, response } = await model.generateContentStream('a');
      await consume(stream);
      await response;
    },
    'response only': async () => (await model.generateContentStream('a')).response,
    tool: () => models.generateContent({ ...params, config: { tools: [weather] } }),
  };
  return findLeaks(tools, {
    spans,
    plugin,
    kinds,
    abandon: () => abandon(models, params),
    marked: (mark) => models.generateContent({ ...params, model: mark }),
  });
};

async function abandon(models: InstanceType<Stubs['Models']>, params: Params): Promise<void> {
  for (let index = 0; index < 100; index++) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await models.generateContentStream(params);
    // oxlint-disable-next-line no-await-in-loop -- few
    await (await models.generateContentStream(params)).next();
  }
}

export default scenario;
