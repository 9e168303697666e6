import type { Backend, Backends, StartOptions } from './backend.ts';
import { hostAndPort, launch } from './launch.ts';
import { freeHost } from './supervised.ts';

/** A gRPC call or an HTTP request, as a scripted server remembers it. */
export interface RecordedRequest {
  /** `BatchGetDocuments`, `GET` */
  readonly method: string;
  /** Of HTTP: with the query, as it came. */
  readonly path?: string;
  /** Of HTTP: what was answered; absent until then, and where the connection was dropped before. */
  readonly status?: number;
  /** The W3C trace context that came with it. */
  readonly traceparent?: string;
}

/** A server whose faults are chosen by the names in a request: see `scripted/faults.ts` of its service. */
export interface ScriptedBackend extends Backend {
  readonly source: 'scripted';
  /** Where its log of requests is. */
  readonly controlUrl: string;
  /** The requests since the start or the last `reset()`, in their order. */
  requests(): Promise<RecordedRequest[]>;
  /** Forgets the requests, and how often faults have struck. */
  reset(): Promise<void>;
}

export async function launchScripted(backends: Backends, options: StartOptions): Promise<ScriptedBackend> {
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
      args: (host) => [file, ...hostAndPort(host), '--control-port', controlPort],
    },
    options,
  );
  const backend = {
    ...launched,
    source: 'scripted' as const,
    controlUrl,
    ...scriptedControl(controlUrl),
  };
  // The readiness probe is not a request of the test's.
  await backend.reset();
  return backend;
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
