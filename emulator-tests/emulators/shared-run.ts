import type { ServiceName } from '../services/index.ts';
import type { Backend } from './backend.ts';
import { scriptedControl, type ScriptedBackend } from './scripted.ts';

/** The variable in which jest's global setup passes the started backends to the workers. */
const variable = 'GCP_OTEL_TEST_BACKENDS';

/** The backends of a test run, by service. A service without an emulator only has a scripted server. */
export interface SharedBackends {
  readonly emulators: { readonly [Service in ServiceName]?: Backend };
  readonly scripted: { readonly [Service in ServiceName]: ScriptedBackend };
}

/** Passes the run's backends to the workers, which inherit the environment. */
export function shareBackends(backends: SharedBackends): void {
  process.env[variable] = JSON.stringify(backends);
}

/** The run's emulator of a service. It stops at the end of the run, not by `stop()`. */
export function sharedEmulator(service: ServiceName): Backend {
  const backend = shared().emulators[service];
  if (backend === undefined) throw new Error(`${service} has no emulator`);
  return { ...backend, stop: async () => {} };
}

/** The run's scripted server of a service. Other tests use it at the same time: make ids unique instead of calling `reset()`. */
export function sharedScripted(service: ServiceName): ScriptedBackend {
  const backend = shared().scripted[service];
  return { ...backend, ...scriptedControl(backend.controlUrl), stop: async () => {} };
}

function shared(): SharedBackends {
  const backends = process.env[variable];
  if (!backends) throw new Error('no backends were started: run jest with the configuration at the root');
  return JSON.parse(backends);
}
