import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  clientEnvironment,
  defaultProjectId,
  type Backend,
  type Backends,
  type BackendSource,
  type StartOptions,
} from './backend.ts';
import { messageOf } from './messages.ts';
import { freeHost, startSupervised } from './supervised.ts';

/** One way to run a backend on this machine. */
export interface Launcher {
  readonly source: BackendSource;
  readonly real: boolean;
  readonly title: string;
  readonly command: string;
  args(host: string, projectId: string): readonly string[];
}

/** Uses the emulator that the environment names, else the first launcher that can start a backend. */
export async function findOrLaunch(backends: Backends, options: StartOptions): Promise<Backend> {
  const { title, hostVariable, launchers } = backends;
  if (launchers === undefined) throw new Error(`${title} has no emulator`);
  const named = process.env[hostVariable];
  if (named) return attachToRunning(backends, named, options);

  const failures: string[] = [];
  for await (const launcher of launchers()) {
    try {
      return await launch(backends, launcher, options);
    } catch (error) {
      failures.push(`${launcher.title} did not start: ${messageOf(error)}`);
      options.onProgress?.(failures.at(-1) ?? '');
    }
  }
  throw new Error(failures.join('\n'));
}

/** If the environment names an emulator and it does not respond, no other is used. */
export async function attachToRunning(
  backends: Backends,
  named: string,
  { projectId = defaultProjectId }: StartOptions,
): Promise<Backend> {
  const { service, title, hostVariable } = backends;
  const host = named.replace(/^http:\/\//, '').replace(/\/+$/, '');
  // In a separate process, because gRPC and HTTP may be instrumented in this one.
  const probe = join(import.meta.dirname, 'probe-once.ts');
  try {
    await promisify(execFile)(process.execPath, [probe, service, host], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  } catch {
    throw new Error(`${hostVariable} is set to ${named}, but no ${title} emulator answers there`);
  }
  const running = { service, source: 'environment', real: backends.launchers !== undefined, host } as const;
  return {
    ...running,
    env: clientEnvironment(backends, running, projectId),
    description: `${title} emulator of ${hostVariable} on ${host}`,
    stop: async () => {},
  };
}

/** Starts a backend in a separate process. */
export async function launch(
  backends: Backends,
  launcher: Launcher,
  options: StartOptions,
): Promise<Backend> {
  const { projectId = defaultProjectId, timeoutMs = 60_000, onProgress } = options;
  const { source, real, title, command } = launcher;
  const { service } = backends;
  const host = await freeHost();
  onProgress?.(`starting the ${title}`);
  const supervised = await startSupervised({
    service,
    command,
    args: launcher.args(host, projectId),
    host,
    timeoutMs,
  });
  const launched = { service, source, real, host };
  return {
    ...launched,
    env: clientEnvironment(backends, launched, projectId),
    description: `${title} on ${host}`,
    ...supervised,
  };
}

export function hostAndPort(host: string): string[] {
  const [name = '', port = ''] = host.split(':');
  return ['--host', name, '--port', port];
}
