import { join } from 'node:path';

/** What a backend serves: each has an emulator, or a stand-in for one. */
export type Service = 'firestore' | 'storage' | 'spanner' | 'vertexai';

/** A place for a client library of one service to talk to. */
export interface Backend<Of extends Service = 'firestore'> {
  readonly service: Of;
  readonly source: BackendSource;
  /** False for `embedded` and `scripted`: what only a real emulator shows is skipped there, and counted. */
  readonly real: boolean;
  /** `127.0.0.1:port` */
  readonly host: string;
  /** What a process needs in its environment to use this backend, and nothing beyond it. */
  readonly env: Readonly<Record<string, string>>;
  /** One line for people. */
  readonly description: string;
  /** The group of processes that was started for it; absent where it was already running. */
  readonly processGroup?: number;
  /** Resolves when every process of the backend is gone. */
  stop(): Promise<void>;
}

export type BackendSource = 'environment' | 'firebase-tools' | 'google-cloud-cli' | 'embedded' | 'scripted';

export interface StartOptions {
  /** @default 'demo-gcp-otel' */
  readonly projectId?: string;
  readonly onProgress?: (line: string) => void;
  /** How long a backend may take to answer its first request. @default 60000 */
  readonly timeoutMs?: number;
}

/** The `demo-` prefix keeps Firebase's tools from looking for a project of that name. */
export const defaultProjectId = 'demo-gcp-otel';

/** The variable by which a client library, and whoever starts the tests, names the emulator of a service. */
export const hostVariables = {
  firestore: 'FIRESTORE_EMULATOR_HOST',
  storage: 'STORAGE_EMULATOR_HOST',
  spanner: 'SPANNER_EMULATOR_HOST',
  // Google has no emulator of it: the name is our own.
  vertexai: 'VERTEXAI_EMULATOR_HOST',
} as const satisfies Record<Service, string>;

/** Spanner's emulator, as old as the Google Cloud CLI has it, knows no session that is for many transactions: newer clients take one. */
const plainSessions = {
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS: 'false',
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS_PARTITIONED_OPS: 'false',
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS_FOR_RW: 'false',
};

/** Its server has a certificate of its own, which Node takes for good only from its start on. */
const trust = {
  NODE_EXTRA_CA_CERTS: join(import.meta.dirname, 'vertexai', 'test-certificate.pem'),
};

/** The environment of a process that talks to a backend. */
export function clientEnvironment(
  { service, real, host }: Pick<Backend<Service>, 'service' | 'real' | 'host'>,
  projectId: string,
): Record<string, string> {
  return {
    // Storage's client puts the value before its paths as it is, Firestore's wants no scheme.
    [hostVariables[service]]: service === 'storage' ? `http://${host}` : host,
    GOOGLE_CLOUD_PROJECT: projectId,
    // Without it the auth library asks the network for a metadata server.
    METADATA_SERVER_DETECTION: 'none',
    ...(service === 'spanner' && real && plainSessions),
    ...(service === 'vertexai' && trust),
  };
}
