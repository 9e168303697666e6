import { type Attributes, shortened } from '@gcp-otel/shared';

/** `GenerativeModel`, `ChatSession` and their previews, of `@google-cloud/vertexai`. */
export interface LegacyTarget {
  readonly location?: string;
  readonly apiEndpoint?: string;
  readonly model?: string;
  /** Since 1.4; before, `publisherModelEndpoint`. */
  readonly resourcePath?: string;
  readonly publisherModelEndpoint?: string;
  readonly generationConfig?: GenerationConfig;
  readonly systemInstruction?: unknown;
  readonly tools?: unknown;
  readonly cachedContent?: unknown;
  readonly historyInternal?: readonly unknown[];
}

/** `CachedContents` of `@google-cloud/vertexai`. Its requests ignore the `apiEndpoint` of the application. */
export interface LegacyCaches {
  readonly client?: { readonly apiClient?: { getBaseUrl(): string; readonly location?: string } };
}

/** What both libraries, and the agents of `@google-cloud/vertexai`, send their requests with. */
interface ApiClient {
  isVertexAI(): boolean;
  getBaseUrl(): string;
  getLocation?(): string | undefined;
}

/** `Models` and `Caches` of `@google/genai`; `AgentEngines` and its kin; `interactions`, which call it otherwise. */
export interface Target {
  readonly apiClient?: ApiClient;
  readonly parentClient?: ApiClient;
  /** In 1.x interactions have a client of their own, which has the other. */
  readonly _client?: { readonly clientAdapter?: ApiClient; readonly baseURL?: string };
}

/** What both libraries call the settings of a generation. */
export interface GenerationConfig {
  readonly [setting: string]: unknown;
}

export interface GenAIConfig extends GenerationConfig {
  readonly httpOptions?: { readonly baseUrl?: string };
}

/** Parameters of a call of `@google/genai`: one object. */
export interface Params {
  readonly model?: string;
  readonly contents?: unknown;
  readonly config?: GenAIConfig;
}

const VERTEX_AI = 'gcp.vertex_ai';
const GEMINI = 'gcp.gemini';

const PORTS: { readonly [protocol: string]: number } = { 'https:': 443, 'http:': 80 };

const read = (url: string): Attributes => {
  if (!URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  const number = port === '' ? PORTS[protocol] : Number(port);
  return { 'server.address': hostname, ...(number !== undefined && { 'server.port': number }) };
};

/** Reading a URL takes longer than all else of a description; an application has few. */
const servers = new Map<string, Attributes>();
const MAX_SERVERS = 64;

const server = (url: string | undefined): Attributes => {
  if (url === undefined) return {};
  const known = servers.get(url);
  if (known !== undefined) return known;
  const attributes = read(url);
  if (servers.size < MAX_SERVERS) servers.set(url, attributes);
  return attributes;
};

/** Longer names are cut: no model, no agent and no place has one. */
const MAX_NAME = 256;

const located = (location: unknown): Attributes =>
  typeof location === 'string' && location !== ''
    ? { 'gcp.vertex_ai.location': shortened(location, MAX_NAME) }
    : {};

/** Who answers a call of `@google-cloud/vertexai`, and where. */
export const legacyServer = ({ apiEndpoint, location }: LegacyTarget): Attributes => ({
  'gen_ai.provider.name': VERTEX_AI,
  ...server(`https://${apiEndpoint ?? `${location}-aiplatform.googleapis.com`}`),
  ...located(location),
});

export const legacyCacheServer = ({ client }: LegacyCaches): Attributes => ({
  'gen_ai.provider.name': VERTEX_AI,
  ...server(client?.apiClient?.getBaseUrl()),
  ...located(client?.apiClient?.location),
});

const apiClientOf = ({ apiClient, parentClient, _client }: Target): ApiClient | undefined =>
  apiClient ?? parentClient ?? _client?.clientAdapter;

/** Who answers a call of `@google/genai`, and where: one call may ask elsewhere than its client. */
export const serverOf = (target: Target, config?: GenAIConfig): Attributes => {
  const client = apiClientOf(target);
  const isVertexAI = client?.isVertexAI() === true;
  return {
    'gen_ai.provider.name': isVertexAI ? VERTEX_AI : GEMINI,
    ...server(config?.httpOptions?.baseUrl ?? client?.getBaseUrl()),
    ...(isVertexAI && located(client?.getLocation?.())),
  };
};

const RESOURCE = /^projects\/[^/]+\/locations\/[^/]+\/(.+)$/;
const PUBLISHED = /^publishers\/[^/]+\/models\/(.+)$/;
/** `google/gemini-2.5-flash`, `models/gemini-2.5-flash` */
const SHORT = /^(?:models|google)\/(.+)$/;

/**
 * A model by the name that it is known by: without project, location and publisher. Tuned models and endpoints keep
 * what says that they are none of the published.
 */
export const modelName = (model: unknown): string | undefined => {
  if (typeof model !== 'string' || model === '') return undefined;
  const [, resource] = RESOURCE.exec(model) ?? [];
  const [, published] = PUBLISHED.exec(resource ?? model) ?? [];
  // Older clients take whatever they are given for a published model, resources of a project too.
  if (published !== undefined) return modelName(published);
  return shortened(resource ?? SHORT.exec(model)?.[1] ?? model, MAX_NAME);
};

/** An agent by its name. */
export const agentName = (agent: unknown): string | undefined =>
  typeof agent === 'string' ? shortened(agent, MAX_NAME) : undefined;

/** The model of a chat is known by its path only. */
export const legacyModel = ({
  model,
  resourcePath,
  publisherModelEndpoint,
}: LegacyTarget): string | undefined => modelName(resourcePath ?? publisherModelEndpoint ?? model);
