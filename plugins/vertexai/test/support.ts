import type * as Legacy from '@google-cloud/vertexai';
import type * as GenAI from '@google/genai';
import { startTelemetry } from '../../../shared/test/telemetry';
import { VertexAIInstrumentation } from '../src';

export interface Event {
  readonly eventName: string;
  readonly attributes: object;
}

export const telemetry = startTelemetry();
export const plugin = new VertexAIInstrumentation();
export const genai: typeof GenAI = plugin.instrumentModule(require('@google/genai') as typeof GenAI);
export const legacy: typeof Legacy = plugin.instrumentModule(
  require('@google-cloud/vertexai') as typeof Legacy,
);
/** What no file of the client's main module exports. */
for (const file of ['resources/cached_contents', 'genai/agentengines', 'genai/sandboxes'])
  plugin.instrumentModule(
    require(`${require.resolve('@google-cloud/vertexai').replace(/index\.js$/, '')}${file}.js`) as object,
  );

const emitted: Event[] = [];
plugin.setLoggerProvider({
  getLogger: () => ({
    enabled: () => true,
    emit: ({ eventName = '', attributes = {} }) => void emitted.push({ eventName, attributes }),
  }),
});
/** The events since the last time. */
export const events = (): Event[] => emitted.splice(0);

// Nobody needs to hear in each run what is deprecated.
console.warn = () => {};

export const answer = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'a word' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
  modelVersion: 'fine-001',
  responseId: 'r1',
};

let asked: string[] = [];
let reply: () => Response = () => Response.json(answer);

/** The requests since the last time, none of which has reached a network. */
export const requests = (): string[] => asked.splice(0);
/** What each further request is answered with; the default is an answer. */
export const replyWith = (next: () => Response = () => Response.json(answer)): void => void (reply = next);
export const streamed = (...chunks: readonly object[]): Response =>
  new Response(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join(''), {
    headers: { 'content-type': 'text/event-stream' },
  });
globalThis.fetch = async (input) => {
  asked.push(input instanceof Request ? input.url : String(input));
  return reply();
};

const token = 'token';
/** Of any release of the auth library. */
const authClient = {
  getAccessToken: async () => ({ token }),
  getRequestHeaders: async () => new Map([['Authorization', token]]),
};
const googleAuthOptions = { authClient: authClient as never };
const place = { project: 'p', location: 'europe-west4' };

export const gemini = (options: GenAI.GoogleGenAIOptions = {}): GenAI.GoogleGenAI =>
  new genai.GoogleGenAI({ apiKey: 'key', ...options });
export const vertex = (options: GenAI.GoogleGenAIOptions = {}): GenAI.GoogleGenAI =>
  new genai.GoogleGenAI({ vertexai: true, ...place, googleAuthOptions, ...options });
export const vertexAI = (options: Partial<Legacy.VertexInit> = {}): Legacy.VertexAI =>
  new legacy.VertexAI({ ...place, googleAuthOptions, ...options });
/** Of agents, which take no options for a token. */
export const agents = (): Legacy.Client['agentEnginesInternal'] => {
  const client = new legacy.Client(place);
  const { clientOptions } = Reflect.get(client, 'apiClient') as {
    clientOptions: { auth: { googleAuth: unknown } };
  };
  clientOptions.auth.googleAuth = authClient;
  return client.agentEnginesInternal;
};

export const consumed = async (stream: AsyncIterable<unknown>): Promise<unknown[]> => {
  const chunks: unknown[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
