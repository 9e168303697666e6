import type * as legacy from '@google-cloud/vertexai';
import type * as genai from '@google/genai';
import {
  authorizeAgents,
  rerouteCachedContents,
  scriptedAuthClient,
} from '../../emulators/vertexai/client.ts';
import type { Tools } from '../../harness/scenario.ts';

/** `@google/genai` */
export type GenAI = typeof genai;
/** `@google-cloud/vertexai` */
export type Legacy = typeof legacy;

const project = 'demo-project';
const location = 'us-central1';

/** How `@google/genai` is used: with the Gemini API, with Vertex AI, with Vertex AI by a key. */
export type GenAIMode = 'gemini' | 'vertex' | 'express';

/** What each step gets of `@google/genai`. */
export interface GenAIKit extends Tools {
  readonly client: GenAI;
  readonly ai: genai.GoogleGenAI;
  readonly mode: GenAIMode;
  readonly connect: (mode: GenAIMode, options?: genai.GoogleGenAIOptions) => genai.GoogleGenAI;
}

export function genaiKit(client: GenAI, tools: Tools, mode: GenAIMode = 'gemini'): GenAIKit {
  const baseUrl = `http://${tools.env['VERTEXAI_EMULATOR_HOST']}`;
  const connect: GenAIKit['connect'] = (chosen, { httpOptions, ...options } = {}) =>
    new client.GoogleGenAI({ ...identities[chosen], httpOptions: { baseUrl, ...httpOptions }, ...options });
  return { ...tools, client, mode, connect, ai: connect(mode) };
}

const identities = {
  gemini: { apiKey: 'scripted-key' },
  vertex: {
    vertexai: true,
    project,
    location,
    // It has no more than what is called.
    googleAuthOptions: { authClient: scriptedAuthClient as never },
  },
  express: { vertexai: true, apiKey: 'scripted-key' },
} satisfies Record<GenAIMode, genai.GoogleGenAIOptions>;

/** How `@google-cloud/vertexai` is used: its models as such, and those of its preview. */
export type LegacyMode = 'stable' | 'preview';

/** What each step gets of `@google-cloud/vertexai`. */
export interface LegacyKit extends Tools {
  readonly client: Legacy;
  readonly vertexAI: legacy.VertexAI;
  readonly mode: LegacyMode;
  readonly model: (params: legacy.ModelParams, options?: legacy.RequestOptions) => legacy.GenerativeModel;
  /** Has an endpoint also where the client forgets it. */
  readonly chat: (
    model: legacy.GenerativeModel,
    request?: legacy.StartChatParams,
  ) => ReturnType<legacy.GenerativeModel['startChat']>;
  /** Of releases from 1.9 on. */
  readonly caches: () => legacy.VertexAI['preview']['cachedContents'];
  /** Of releases from 1.10.1 on. */
  readonly agents: () => legacy.Client['agentEnginesInternal'];
}

export function legacyKit(client: Legacy, tools: Tools, mode: LegacyMode = 'stable'): LegacyKit {
  const host = tools.env['VERTEXAI_EMULATOR_HOST'] ?? '';
  const vertexAI = new client.VertexAI({
    project,
    location,
    apiEndpoint: host,
    googleAuthOptions: { authClient: scriptedAuthClient as never },
  });
  return {
    ...tools,
    client,
    vertexAI,
    mode,
    // The preview's models take the same calls.
    model: (params, options) =>
      mode === 'stable'
        ? vertexAI.getGenerativeModel(params, options)
        : (vertexAI.preview.getGenerativeModel(params, options) as unknown as legacy.GenerativeModel),
    // Without an argument a chat forgets its model's endpoint; that of the preview always does.
    chat: (model, request = {}) => Object.assign(model.startChat(request), { apiEndpoint: host }),
    caches() {
      const { cachedContents } = vertexAI.preview;
      rerouteCachedContents(cachedContents, host);
      return cachedContents;
    },
    agents() {
      const agents = new client.Client({ project, location, apiEndpoint: `http://${host}/` });
      authorizeAgents(agents);
      return agents.agentEnginesInternal;
    },
  };
}
