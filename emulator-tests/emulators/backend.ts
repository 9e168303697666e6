import type { ServiceName } from '../services/index.ts';
import type { Launcher } from './launch.ts';

/** A server that a client library of one service can connect to. */
export interface Backend {
  readonly service: ServiceName;
  readonly source: BackendSource;
  /** False for `embedded` and `scripted` servers. Tests that need a real emulator are then skipped and counted. */
  readonly real: boolean;
  /** `127.0.0.1:port` */
  readonly host: string;
  /** The variables that a process needs to use this backend, and nothing else. */
  readonly env: Readonly<Record<string, string>>;
  /** A one-line description for people. */
  readonly description: string;
  /** The process group that was started for it. Absent if it was already running. */
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

/** The backends of a service: the default export of `emulators/<service>/index.ts`. All must respond to the `probe.ts` beside it. */
export interface Backends {
  readonly service: ServiceName;
  readonly title: string;
  /** The variable that names a running emulator, for the client library and for these tests. */
  readonly hostVariable: string;
  /** The value of that variable. @default the host */
  readonly hostValue?: (host: string) => string;
  /** Other variables that a process needs. */
  readonly env?: (real: boolean) => Readonly<Record<string, string>>;
  /** Ways to run an emulator on this machine, best first. Absent if no emulator exists. */
  readonly launchers?: () => AsyncIterable<Launcher>;
  /** The scripted server, whose faults are chosen by the names in a request. */
  readonly scripted: { readonly title: string; readonly file: string };
}

/** The `demo-` prefix prevents Firebase's tools from looking for a project of that name. */
export const defaultProjectId = 'demo-gcp-otel';

/** The environment of a process that uses a backend. */
export function clientEnvironment(
  { hostVariable, hostValue = (host) => host, env }: Backends,
  { real, host }: Pick<Backend, 'real' | 'host'>,
  projectId: string,
): Record<string, string> {
  return {
    [hostVariable]: hostValue(host),
    GOOGLE_CLOUD_PROJECT: projectId,
    // Without it, the auth library looks for a metadata server on the network.
    METADATA_SERVER_DETECTION: 'none',
    ...env?.(real),
  };
}
