import type { ServiceName } from '../services/index.ts';
import type { Launcher } from './launch.ts';

/** A place for a client library of one service to talk to. */
export interface Backend {
  readonly service: ServiceName;
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

/** The backends that a service can have: `emulators/<service>/index.ts`, beside the `probe.ts` that all of them answer. */
export interface Backends {
  readonly service: ServiceName;
  readonly title: string;
  /** The variable by which a client library, and whoever starts the tests, names an emulator that is running. */
  readonly hostVariable: string;
  /** What that variable holds. @default the host */
  readonly hostValue?: (host: string) => string;
  /** What else a process needs in its environment. */
  readonly env?: (real: boolean) => Readonly<Record<string, string>>;
  /** Ways to run an emulator on this machine, best first. Absent where nobody has made one. */
  readonly launchers?: () => AsyncIterable<Launcher>;
  /** The server whose faults are chosen by the names in a request. */
  readonly scripted: { readonly title: string; readonly file: string };
}

/** The `demo-` prefix keeps Firebase's tools from looking for a project of that name. */
export const defaultProjectId = 'demo-gcp-otel';

/** The environment of a process that talks to a backend. */
export function clientEnvironment(
  { hostVariable, hostValue = (host) => host, env }: Backends,
  { real, host }: Pick<Backend, 'real' | 'host'>,
  projectId: string,
): Record<string, string> {
  return {
    [hostVariable]: hostValue(host),
    GOOGLE_CLOUD_PROJECT: projectId,
    // Without it the auth library asks the network for a metadata server.
    METADATA_SERVER_DETECTION: 'none',
    ...env?.(real),
  };
}
