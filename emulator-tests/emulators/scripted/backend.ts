import { join } from 'node:path';
import { defaultProjectId, firestoreEnvironment, type Backend, type StartOptions } from '../backend.ts';
import { hostAndPort } from '../firestore-launchers.ts';
import { freeHost, startSupervised } from '../supervised.ts';

export interface RecordedRequest {
  /** `BatchGetDocuments` */
  readonly method: string;
  /** The W3C trace context that came with it. */
  readonly traceparent?: string;
}

/** A server whose faults are chosen by the names in a request: see faults.ts. */
export interface ScriptedBackend extends Backend {
  readonly source: 'scripted';
  /** Where its log of requests is. */
  readonly controlUrl: string;
  /** The requests since the start or the last `reset()`, in their order. */
  requests(): Promise<RecordedRequest[]>;
  /** Forgets the requests, and how often faults have struck. */
  reset(): Promise<void>;
}

export async function startScriptedFirestore(options: StartOptions = {}): Promise<ScriptedBackend> {
  const { projectId = defaultProjectId, timeoutMs = 60_000, onProgress } = options;
  const [host, control] = [await freeHost(), await freeHost()];
  const [, , , controlPort = ''] = hostAndPort(control);
  onProgress?.('starting the scripted Firestore server');
  const supervised = await startSupervised({
    command: process.execPath,
    args: [join(import.meta.dirname, 'server.ts'), ...hostAndPort(host), '--control-port', controlPort],
    host,
    timeoutMs,
  });
  const controlUrl = `http://${control}/requests`;
  const backend: ScriptedBackend = {
    service: 'firestore',
    source: 'scripted',
    real: false,
    host,
    env: firestoreEnvironment(host, projectId),
    description: `scripted Firestore server on ${host}`,
    controlUrl,
    ...scriptedControl(controlUrl),
    ...supervised,
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
