import type { Backend, Service, StartOptions } from './backend.ts';
import { hostAndPort, launch } from './launch.ts';
import { freeHost } from './supervised.ts';

/** A gRPC call, as a scripted server remembers it. */
export interface RecordedCall {
  /** `BatchGetDocuments` */
  readonly method: string;
  /** The W3C trace context that came with it. */
  readonly traceparent?: string;
}

/** An HTTP request, as a scripted server remembers it. */
export interface RecordedRequest {
  /** `GET` */
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  /** What was answered; absent until then, and where the connection was dropped before. */
  readonly status?: number;
  /** The W3C trace context that came with it. */
  readonly traceparent?: string;
}

interface Recorded {
  readonly firestore: RecordedCall;
  readonly storage: RecordedRequest;
  readonly spanner: RecordedCall;
  readonly vertexai: RecordedRequest;
}

/** A server whose faults are chosen by the names in a request: see `scripted/faults.ts` of its service. */
export interface ScriptedBackend<Of extends Service = 'firestore'> extends Backend<Of> {
  readonly source: 'scripted';
  /** Where its log of requests is. */
  readonly controlUrl: string;
  /** The requests since the start or the last `reset()`, in their order. */
  requests(): Promise<Recorded[Of][]>;
  /** Forgets the requests, and how often faults have struck. */
  reset(): Promise<void>;
}

export async function startScripted<Of extends Service>(
  service: Of,
  title: string,
  serverFile: string,
  options: StartOptions,
): Promise<ScriptedBackend<Of>> {
  const control = await freeHost();
  const [, , , controlPort = ''] = hostAndPort(control);
  const controlUrl = `http://${control}/requests`;
  const launched = await launch(
    service,
    {
      source: 'scripted',
      real: false,
      title,
      command: process.execPath,
      args: (host) => [serverFile, ...hostAndPort(host), '--control-port', controlPort],
    },
    options,
  );
  const backend = {
    ...launched,
    source: 'scripted' as const,
    controlUrl,
    ...scriptedControl<Of>(controlUrl),
  };
  // The readiness probe is not a request of the test's.
  await backend.reset();
  return backend;
}

export function scriptedControl<Of extends Service>(
  controlUrl: string,
): Pick<ScriptedBackend<Of>, 'requests' | 'reset'> {
  return {
    async requests() {
      const response = await fetch(controlUrl);
      const requests: Recorded[Of][] = JSON.parse(await response.text());
      return requests;
    },
    async reset() {
      await fetch(controlUrl, { method: 'DELETE' });
    },
  };
}
