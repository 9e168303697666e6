import {
  scriptedAuthClient,
  startFirestore,
  startScriptedVertexAI,
  startSpanner,
  startStorage,
  type StartOptions,
} from '@gcp-otel/emulator-tests/emulators';
import type { GoogleGenAIOptions } from '@google/genai';

interface Service {
  readonly start: (options: StartOptions) => Promise<Backends>;
  /** Names one that is running already. */
  readonly variable?: string;
}

/** One for each service of Google Cloud. */
const services: readonly Service[] = [
  { start: startFirestore, variable: 'FIRESTORE_EMULATOR_HOST' },
  { start: startStorage, variable: 'STORAGE_EMULATOR_HOST' },
  { start: startSpanner, variable: 'SPANNER_EMULATOR_HOST' },
  { start: startVertexAI },
];

/** Vertex AI has no emulator. The server that stands in for it has the client's own variable. */
async function startVertexAI(options: StartOptions): Promise<Backends> {
  const { host, stop } = await startScriptedVertexAI(options);
  return { env: { GOOGLE_VERTEX_BASE_URL: `http://${host}` }, stop };
}

/** For a real project the first three are enough. The server does what it is told by the name of an agent. */
export const modelOptions = (project: string): GoogleGenAIOptions => ({
  vertexai: true,
  project,
  location: 'europe-west1',
  // It has no more than what is called.
  googleAuthOptions: { authClient: scriptedAuthClient as never },
  httpOptions: { extraBody: { agent: 'call-rich_usage-chunks_12' } },
});

export interface Backends {
  /** Where the client libraries look for them. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Finds or starts them all. Where one fails, those that were started end with this process. */
export async function startBackends(options: StartOptions): Promise<Backends> {
  // Those that are named come first: if one does not answer, nothing was started for nothing.
  const named = await startAll(services.filter(isNamed), options);
  const started = await startAll(
    services.filter((service) => !isNamed(service)),
    options,
  );
  const backends = [...named, ...started];
  return {
    env: Object.assign({}, ...backends.map(({ env }) => env)),
    async stop() {
      await Promise.all(backends.map((backend) => backend.stop()));
    },
  };
}

const isNamed = ({ variable = '' }: Service) => Boolean(process.env[variable]);

const startAll = (some: readonly Service[], options: StartOptions) =>
  Promise.all(some.map(({ start }) => start(options)));
