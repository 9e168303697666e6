import { join } from 'node:path';
import type { Backend, StartOptions } from '../backend.ts';
import { findOrLaunch } from '../launch.ts';
import { startScripted, type ScriptedBackend } from '../scripted.ts';
import { firestoreLaunchers } from './launchers.ts';

/** Finds the Firestore emulator that is running, or starts the best one that this machine has. */
export function startFirestore(options: StartOptions = {}): Promise<Backend> {
  return findOrLaunch('firestore', firestoreLaunchers(), options);
}

/** Starts a Firestore server that does as it is told by the names in a request: see scripted/faults.ts. */
export function startScriptedFirestore(options: StartOptions = {}): Promise<ScriptedBackend> {
  const server = join(import.meta.dirname, 'scripted', 'server.ts');
  return startScripted('firestore', 'scripted Firestore server', server, options);
}
