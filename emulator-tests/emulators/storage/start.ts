import { join } from 'node:path';
import type { Backend, StartOptions } from '../backend.ts';
import { findOrLaunch } from '../launch.ts';
import { startScripted, type ScriptedBackend } from '../scripted.ts';
import { storageLaunchers } from './launchers.ts';

/** Finds the Storage emulator that is running, or starts the best one that this machine has. */
export function startStorage(options: StartOptions = {}): Promise<Backend<'storage'>> {
  return findOrLaunch('storage', storageLaunchers(), options);
}

/** Starts a Cloud Storage server that does as it is told by the names in a request: see scripted/faults.ts. */
export function startScriptedStorage(options: StartOptions = {}): Promise<ScriptedBackend<'storage'>> {
  const server = join(import.meta.dirname, 'scripted', 'server.ts');
  return startScripted('storage', 'scripted Storage server', server, options);
}
