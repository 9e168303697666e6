import type { Tools } from '../../harness/scenario.ts';
import { genaiKit, legacyKit, type GenAI, type GenAIMode, type Legacy, type LegacyMode } from './kit.ts';
import type { Answer } from './seen.ts';

interface Content {
  readonly role: string;
  readonly parts: readonly object[];
}

/** What a model is asked. */
export interface Question {
  readonly contents: string | readonly Content[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly system?: string;
  /** Names of functions, without arguments, that the model may call. */
  readonly functions?: readonly string[];
}

export interface Conversation {
  readonly send: (message: string) => Promise<Answer>;
  readonly sendStream: (message: string) => Promise<AsyncGenerator<Answer>>;
  readonly history: () => Promise<readonly { readonly role?: string }[]>;
}

/** The calls that both libraries have, in the words of neither: the same steps are taken with each. */
export interface Caller extends Tools {
  readonly generate: (model: string, question: Question) => Promise<Answer>;
  readonly stream: (model: string, question: Question) => Promise<AsyncGenerator<Answer>>;
  readonly count: (model: string, contents: Question['contents']) => Promise<object>;
  readonly chat: (model: string, history?: readonly Content[]) => Conversation;
  /** For as long as a request may take. */
  readonly timeLimited: (milliseconds: number) => Caller;
}

/** A caller by the library that the scenario is given, in the mode that the environment names. */
export function caller(client: GenAI | Legacy, tools: Tools): Caller {
  const mode = tools.env['CLIENT_MODE'];
  return 'VertexAI' in client
    ? legacyCaller(client, tools, mode as LegacyMode)
    : genaiCaller(client, tools, mode as GenAIMode);
}

function genaiCaller(client: GenAI, tools: Tools, mode: GenAIMode, timeout?: number): Caller {
  const { ai } = genaiKit(client, tools, mode);
  const request = (model: string, { contents, config, system, functions }: Question) => ({
    model: tools.unique(model),
    contents: contents as never,
    config: {
      ...config,
      ...(system && { systemInstruction: system }),
      ...(functions && { tools: toolsOf(functions) }),
      ...(timeout && { httpOptions: { timeout } }),
    },
  });
  return {
    ...tools,
    generate: (...asked) => ai.models.generateContent(request(...asked)),
    stream: (...asked) =>
      ai.models.generateContentStream(request(...asked)) as Promise<AsyncGenerator<Answer>>,
    count: (model, contents) =>
      ai.models.countTokens({ model: tools.unique(model), contents: contents as never }),
    chat(model, history = []) {
      const chat = ai.chats.create({ model: tools.unique(model), history: [...history] as never });
      return {
        send: (message) => chat.sendMessage({ message }),
        sendStream: (message) => chat.sendMessageStream({ message }) as Promise<AsyncGenerator<Answer>>,
        history: async () => chat.getHistory(),
      };
    },
    timeLimited: (milliseconds) => genaiCaller(client, tools, mode, milliseconds),
  };
}

function legacyCaller(client: Legacy, tools: Tools, mode: LegacyMode, timeout?: number): Caller {
  const kit = legacyKit(client, tools, mode);
  const model = (name: string) =>
    kit.model({ model: tools.unique(name) }, timeout === undefined ? {} : { timeout });
  const request = ({ contents, config, system, functions }: Question) => ({
    contents: contentsOf(contents) as never,
    ...(config && { generationConfig: config }),
    ...(system && { systemInstruction: { role: 'system', parts: [{ text: system }] } }),
    ...(functions && { tools: toolsOf(functions) }),
  });
  return {
    ...tools,
    async generate(name, question) {
      const { response } = await model(name).generateContent(request(question));
      return response;
    },
    stream: async (name, question) => streamOf(await model(name).generateContentStream(request(question))),
    count: (name, contents) => model(name).countTokens({ contents: contentsOf(contents) as never }),
    chat(name, history = []) {
      const chat = kit.chat(model(name), { history: [...history] as never });
      return {
        async send(message) {
          const { response } = await chat.sendMessage(message);
          return response;
        },
        sendStream: async (message) => streamOf(await chat.sendMessageStream(message)),
        history: () => chat.getHistory(),
      };
    },
    timeLimited: (milliseconds) => legacyCaller(client, tools, mode, milliseconds),
  };
}

/** Whoever reads the stream, and not the response, must not hear of a failure twice. */
function streamOf({ stream, response }: { stream: AsyncGenerator; response: Promise<unknown> }) {
  response.catch(() => {});
  return stream as AsyncGenerator<Answer>;
}

const contentsOf = (contents: Question['contents']) =>
  typeof contents === 'string' ? [{ role: 'user', parts: [{ text: contents }] }] : contents;

export const toolsOf = (names: readonly string[]) => [
  { functionDeclarations: names.map((name) => ({ name, description: `the ${name}` })) },
];
