import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultProjectId, firestoreEnvironment, type Backend, type StartOptions } from './backend.ts';
import { firestoreLaunchers, type Launcher } from './firestore-launchers.ts';
import { messageOf } from './messages.ts';
import { freeHost, startSupervised } from './supervised.ts';

const variable = 'FIRESTORE_EMULATOR_HOST';

/** Finds the Firestore emulator that is running, or starts the best one that this machine has. */
export async function startFirestore(options: StartOptions = {}): Promise<Backend> {
  const host = process.env[variable];
  if (host) return attachToRunning(host, options);

  const failures: string[] = [];
  for await (const launcher of firestoreLaunchers()) {
    try {
      return await launch(launcher, options);
    } catch (error) {
      failures.push(`${launcher.title} did not start: ${messageOf(error)}`);
      options.onProgress?.(failures.at(-1) ?? '');
    }
  }
  throw new Error(failures.join('\n'));
}

/** Whoever names an emulator wants that one: if it does not answer, no other is taken. */
async function attachToRunning(
  host: string,
  { projectId = defaultProjectId }: StartOptions,
): Promise<Backend> {
  // In a process of its own, for gRPC may be instrumented in this one.
  const probe = join(import.meta.dirname, 'probe-once.ts');
  try {
    await promisify(execFile)(process.execPath, [probe, host], { env: { ...process.env, NODE_OPTIONS: '' } });
  } catch {
    throw new Error(`${variable} is set to ${host}, but no Firestore emulator answers there`);
  }
  return {
    service: 'firestore',
    source: 'environment',
    real: true,
    host,
    env: firestoreEnvironment(host, projectId),
    description: `Firestore emulator of ${variable} on ${host}`,
    stop: async () => {},
  };
}

async function launch(launcher: Launcher, options: StartOptions): Promise<Backend> {
  const { projectId = defaultProjectId, timeoutMs = 60_000, onProgress } = options;
  const host = await freeHost();
  onProgress?.(`starting the ${launcher.title}`);
  const { command } = launcher;
  const supervised = await startSupervised({
    command,
    args: launcher.args(host, projectId),
    host,
    timeoutMs,
  });
  return {
    service: 'firestore',
    source: launcher.source,
    real: launcher.real,
    host,
    env: firestoreEnvironment(host, projectId),
    description: `${launcher.title} on ${host}`,
    ...supervised,
  };
}
