import type { Backend, Service } from './backend.ts';
import { scriptedControl, type ScriptedBackend } from './scripted.ts';

/** Jest's global setup leaves here, for the workers, what it has started. */
const variable = 'GCP_OTEL_TEST_BACKENDS';

interface SharedBackends {
  readonly firestore: Backend;
  readonly scripted: ScriptedBackend;
  readonly storage: Backend<'storage'>;
  readonly scriptedStorage: ScriptedBackend<'storage'>;
  readonly spanner: Backend<'spanner'>;
  readonly scriptedSpanner: ScriptedBackend<'spanner'>;
  readonly scriptedVertexAI: ScriptedBackend<'vertexai'>;
}

/** Hands the run's backends to the workers: they inherit the environment. */
export function shareBackends(backends: SharedBackends): void {
  process.env[variable] = JSON.stringify(backends);
}

/** The run's Firestore backend. It stops with the run, not by `stop()`. */
export function sharedFirestore(): Backend {
  return attached(shared().firestore);
}

/** The run's Cloud Storage backend. It stops with the run, not by `stop()`. */
export function sharedStorage(): Backend<'storage'> {
  return attached(shared().storage);
}

/** The run's scripted Firestore server. Other tests use it at the same time: make ids unique instead of calling `reset()`. */
export function sharedScripted(): ScriptedBackend {
  return controlled(shared().scripted);
}

/** The run's scripted Cloud Storage server. Other tests use it at the same time: make names unique instead of calling `reset()`. */
export function sharedScriptedStorage(): ScriptedBackend<'storage'> {
  return controlled(shared().scriptedStorage);
}

/** The run's Spanner backend. It stops with the run, not by `stop()`. */
export function sharedSpanner(): Backend<'spanner'> {
  return attached(shared().spanner);
}

/** The run's scripted Spanner server. Other tests use it at the same time: make names unique instead of calling `reset()`. */
export function sharedScriptedSpanner(): ScriptedBackend<'spanner'> {
  return controlled(shared().scriptedSpanner);
}

/** The run's scripted server of Vertex AI and the Gemini API. Other tests use it at the same time: make names unique instead of calling `reset()`. */
export function sharedScriptedVertexAI(): ScriptedBackend<'vertexai'> {
  return controlled(shared().scriptedVertexAI);
}

function attached<Started extends Backend<Service>>(backend: Started): Started {
  return { ...backend, stop: async () => {} };
}

function controlled<Of extends Service>(backend: ScriptedBackend<Of>): ScriptedBackend<Of> {
  return { ...backend, ...scriptedControl<Of>(backend.controlUrl), stop: async () => {} };
}

function shared(): SharedBackends {
  const backends = process.env[variable];
  if (!backends) throw new Error('no backends were started: run jest with the configuration at the root');
  return JSON.parse(backends);
}
