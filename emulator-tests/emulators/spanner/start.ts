import { join } from 'node:path';
import type { Backend, StartOptions } from '../backend.ts';
import { findOrLaunch } from '../launch.ts';
import { startScripted, type ScriptedBackend } from '../scripted.ts';
import { spannerLaunchers } from './launchers.ts';

/** Finds the Spanner emulator that is running, or starts the best backend that this machine has. */
export function startSpanner(options: StartOptions = {}): Promise<Backend<'spanner'>> {
  return findOrLaunch('spanner', spannerLaunchers(), options);
}

/** Starts a Spanner server that does as it is told by the names in a request: see scripted/faults.ts. */
export function startScriptedSpanner(options: StartOptions = {}): Promise<ScriptedBackend<'spanner'>> {
  const server = join(import.meta.dirname, 'scripted', 'server.ts');
  return startScripted('spanner', 'scripted Spanner server', server, options);
}
