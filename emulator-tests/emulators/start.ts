import type { ServiceName } from '../services/index.ts';
import type { Backend, Backends, StartOptions } from './backend.ts';
import { findOrLaunch } from './launch.ts';
import { attachToScripted, launchScripted, type ScriptedBackend, type ScriptedOptions } from './scripted.ts';

export async function backendsOf(service: ServiceName): Promise<Backends> {
  const { backends }: { readonly backends: Backends } = await import(`./${service}/index.ts`);
  return backends;
}

/** Finds a running emulator of a service, or starts the best one on this machine. Rejects if no emulator exists. */
export async function startEmulator(service: ServiceName, options: StartOptions = {}): Promise<Backend> {
  return findOrLaunch(await backendsOf(service), options);
}

/**
 * Starts a scripted server of a service, whose behavior the names in a request choose: see scripted/faults.ts. Where a service has no
 * emulator, its variable may name a scripted server that runs already.
 */
export async function startScripted(
  service: ServiceName,
  options: ScriptedOptions = {},
): Promise<ScriptedBackend> {
  const backends = await backendsOf(service);
  const named = backends.launchers === undefined ? process.env[backends.hostVariable] : undefined;
  return named ? attachToScripted(backends, named, options) : launchScripted(backends, options);
}
