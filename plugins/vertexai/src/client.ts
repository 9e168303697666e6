/** The fields of both client libraries that the plugin reads; and the server, model or agent of a call. */
import { type Attributes, shortened } from '@gcp-otel/shared';

/** `GenerativeModel`, `ChatSession` and their previews, of `@google-cloud/vertexai`. */
export interface LegacyTarget {
  readonly location?: string;
  readonly apiEndpoint?: string;
  readonly model?: string;
  /** Since 1.4. Before, `publisherModelEndpoint`. */
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

/** The HTTP client of both libraries, including the agents of `@google-cloud/vertexai`. */
interface ApiClient {
  isVertexAI(): boolean;
  getBaseUrl(): string;
  getLocation?(): string | undefined;
}

/** `Models` and `Caches`; `AgentEngines` and `Sandboxes`; and `interactions`, which have other field names. */
export interface Target {
  readonly apiClient?: ApiClient;
  readonly parentClient?: ApiClient;
  /** In 1.x, interactions have a client of their own, which contains the `ApiClient`. */
  readonly _client?: { readonly clientAdapter?: ApiClient; readonly baseURL?: string };
}

/** The settings of a generation, in both libraries. */
export interface GenerationConfig {
  readonly [setting: string]: unknown;
}

export interface GenAIConfig extends GenerationConfig {
  readonly httpOptions?: { readonly baseUrl?: string };
}

/** The argument of a call of `@google/genai`. */
export interface Params {
  readonly model?: string;
  readonly contents?: unknown;
  readonly config?: GenAIConfig;
}

const VERTEX_AI = 'gcp.vertex_ai';
const GEMINI = 'gcp.gemini';

const PORTS: { readonly [protocol: string]: number } = { 'https:': 443, 'http:': 80 };

const parseServer = (url: string): Attributes => {
  if (!URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  const number = port === '' ? PORTS[protocol] : Number(port);
  return { 'server.address': hostname, ...(number !== undefined && { 'server.port': number }) };
};

/** Parsed URLs are cached, because parsing takes longer than all other steps of a description. */
const servers = new Map<string, Attributes>();
const MAX_SERVERS = 64;

const server = (url: string | undefined): Attributes => {
  if (url === undefined) return {};
  const known = servers.get(url);
  if (known !== undefined) return known;
  const attributes = parseServer(url);
  if (servers.size < MAX_SERVERS) servers.set(url, attributes);
  return attributes;
};

/** Longer names are truncated. No real model, agent or location has one. */
const MAX_NAME = 256;

const located = (location: unknown): Attributes =>
  typeof location === 'string' && location !== ''
    ? { 'gcp.vertex_ai.location': shortened(location, MAX_NAME) }
    : {};

/** The provider, server and location of a call of `@google-cloud/vertexai`. */
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

/** The provider, server and location of a call of `@google/genai`. A call's config can override the client's URL. */
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
 * The name of a model, without project, location and publisher. Tuned models and endpoints keep the rest of their path,
 * which distinguishes them from published models.
 */
export const modelName = (model: unknown): string | undefined => {
  if (typeof model !== 'string' || model === '') return undefined;
  const [, resource] = RESOURCE.exec(model) ?? [];
  const [, published] = PUBLISHED.exec(resource ?? model) ?? [];
  // Older clients treat every name as a published model, including resources of a project.
  if (published !== undefined) return modelName(published);
  return shortened(resource ?? SHORT.exec(model)?.[1] ?? model, MAX_NAME);
};

export const agentName = (agent: unknown): string | undefined =>
  typeof agent === 'string' ? shortened(agent, MAX_NAME) : undefined;

/** A chat only has the path of its model. */
export const legacyModel = ({
  model,
  resourcePath,
  publisherModelEndpoint,
}: LegacyTarget): string | undefined => modelName(resourcePath ?? publisherModelEndpoint ?? model);
