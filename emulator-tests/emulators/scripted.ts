import type { Backend, Backends, StartOptions } from './backend.ts';
import { attachToRunning, hostAndPort, launch } from './launch.ts';
import { freeHost } from './supervised.ts';

/** A gRPC call or an HTTP request that a scripted server has recorded. */
export interface RecordedRequest {
  /** `BatchGetDocuments`, `GET` */
  readonly method: string;
  /** HTTP only. As received, including the query. */
  readonly path?: string;
  /** Of HTTP: absent until the response, or if the connection was dropped before. Of gRPC: only with `messages`, when the call is over. */
  readonly status?: number;
  /** The W3C trace context of the request. */
  readonly traceparent?: string;
  /** Only with `messages`: those of the client. */
  readonly asked?: readonly unknown[];
  /** Only with `messages`: those of the server, as far as they were sent. Of HTTP the body is one text. */
  readonly answers?: readonly unknown[];
}

export interface ScriptedOptions extends StartOptions {
  /** Whether the log has what was asked and answered. It grows with that: only for a server that a test has for itself. */
  readonly messages?: boolean;
}

/** A server whose faults are chosen by the names in a request: see `scripted/faults.ts` of its service. */
export interface ScriptedBackend extends Backend {
  readonly source: 'scripted';
  /** The URL of its request log. */
  readonly controlUrl: string;
  /** The requests since the start or the last `reset()`, in order. */
  requests(): Promise<RecordedRequest[]>;
  /** Clears the requests and the counts of faults. */
  reset(): Promise<void>;
}

export async function launchScripted(backends: Backends, options: ScriptedOptions): Promise<ScriptedBackend> {
  const control = await freeHost();
  const [, , , controlPort = ''] = hostAndPort(control);
  const controlUrl = `http://${control}/requests`;
  const { title, file } = backends.scripted;
  const launched = await launch(
    backends,
    {
      source: 'scripted',
      real: false,
      title,
      command: process.execPath,
      args: (host) => [
        file,
        ...hostAndPort(host),
        '--control-port',
        controlPort,
        ...(options.messages ? ['--messages'] : []),
      ],
    },
    options,
  );
  const backend = {
    ...launched,
    source: 'scripted' as const,
    controlUrl,
    ...scriptedControl(controlUrl),
  };
  // Removes the readiness probe.
  await backend.reset();
  return backend;
}

/** Its log is with whoever has started it. */
export async function attachToScripted(
  backends: Backends,
  named: string,
  options: ScriptedOptions,
): Promise<ScriptedBackend> {
  const refuse = async () => {
    throw new Error(`the log of the server at ${named} is with whoever started it`);
  };
  const attached = await attachToRunning(backends, named, options);
  return { ...attached, source: 'scripted', controlUrl: '', requests: refuse, reset: refuse };
}

export function scriptedControl(controlUrl: string): Pick<ScriptedBackend, 'requests' | 'reset'> {
  return {
    async requests() {
      const response = await fetch(controlUrl);
      const requests: RecordedRequest[] = JSON.parse(await response.text());
      return requests;
    },
    async reset() {
      await fetch(controlUrl, { method: 'DELETE' });
    },
  };
}
