import {
  scriptedAuthClient,
  startEmulator,
  startScripted,
  type StartOptions,
} from '@gcp-otel/emulator-tests/emulators';
import type { GoogleGenAIOptions } from '@google/genai';

/** The services that have an emulator, and the variable that names one that is running already. */
const EMULATED = [
  ['firestore', 'FIRESTORE_EMULATOR_HOST'],
  ['storage', 'STORAGE_EMULATOR_HOST'],
  ['spanner', 'SPANNER_EMULATOR_HOST'],
] as const;

/** Vertex AI has no emulator. The server that stands in for it has the client's own variable. */
async function startVertexAI(options: StartOptions): Promise<Backends> {
  const { host, stop } = await startScripted('vertexai', options);
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
  const startAll = (some: readonly (typeof EMULATED)[number][]) =>
    Promise.all(some.map(([service]) => startEmulator(service, options)));
  const isNamed = ([, variable]: (typeof EMULATED)[number]) => Boolean(process.env[variable]);
  // Those that are named come first: if one does not answer, nothing was started for nothing.
  const named = await startAll(EMULATED.filter(isNamed));
  const started = await Promise.all([
    startAll(EMULATED.filter((service) => !isNamed(service))),
    startVertexAI(options),
  ]);
  const backends: readonly Backends[] = [...named, ...started.flat()];
  return {
    env: Object.assign({}, ...backends.map(({ env }) => env)),
    async stop() {
      await Promise.all(backends.map((backend) => backend.stop()));
    },
  };
}
