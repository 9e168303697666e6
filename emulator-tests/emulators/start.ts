import type { ServiceName } from '../services/index.ts';
import type { Backend, Backends, StartOptions } from './backend.ts';
import { findOrLaunch } from './launch.ts';
import { launchScripted, type ScriptedBackend } from './scripted.ts';

export async function backendsOf(service: ServiceName): Promise<Backends> {
  const { backends }: { readonly backends: Backends } = await import(`./${service}/index.ts`);
  return backends;
}

/** Finds the emulator of a service that is running, or starts the best one that this machine has. Rejects where nobody has made one. */
export async function startEmulator(service: ServiceName, options: StartOptions = {}): Promise<Backend> {
  return findOrLaunch(await backendsOf(service), options);
}

/** Starts a server of a service that does as it is told by the names in a request: see scripted/faults.ts. */
export async function startScripted(
  service: ServiceName,
  options: StartOptions = {},
): Promise<ScriptedBackend> {
  return launchScripted(await backendsOf(service), options);
}
