import type { Backend } from './backend.ts';
import { scriptedControl, type ScriptedBackend } from './scripted/backend.ts';

/** Jest's global setup leaves here, for the workers, what it has started. */
const variable = 'GCP_OTEL_TEST_BACKENDS';

interface SharedBackends {
  readonly firestore: Backend;
  readonly scripted: ScriptedBackend;
}

/** Hands the run's backends to the workers: they inherit the environment. */
export function shareBackends(backends: SharedBackends): void {
  process.env[variable] = JSON.stringify(backends);
}

/** The run's Firestore backend. It stops with the run, not by `stop()`. */
export function sharedFirestore(): Backend {
  return { ...shared().firestore, stop: async () => {} };
}

/** The run's scripted server. Other tests use it at the same time: make ids unique instead of calling `reset()`. */
export function sharedScripted(): ScriptedBackend {
  const { scripted } = shared();
  return { ...scripted, ...scriptedControl(scripted.controlUrl), stop: async () => {} };
}

function shared(): SharedBackends {
  const backends = process.env[variable];
  if (!backends) throw new Error('no backends were started: run jest with the configuration at the root');
  return JSON.parse(backends);
}
