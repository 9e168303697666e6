import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { SupervisedTask, SupervisorReport } from './supervisor.ts';

const supervisor = join(import.meta.dirname, 'supervisor.ts');

export interface SupervisedProcess {
  readonly processGroup: number;
  stop(): Promise<void>;
}

/** Starts a backend that ends with this process at the latest. Resolves when it responds at `task.host`. */
export async function startSupervised(task: SupervisedTask): Promise<SupervisedProcess> {
  const child = fork(supervisor, [JSON.stringify(task)], {
    // A new session, so that Ctrl-C only reaches this process. The backend ends when the channel closes.
    detached: true,
    // Neither this process' loader flags nor its NODE_OPTIONS (`--require ./tracing.js`) belong in a backend.
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const gone = once(child, 'exit');

  async function stop(): Promise<void> {
    if (child.connected) child.disconnect();
    await gone;
  }

  const report = await Promise.race([
    once(child, 'message').then(([message]): SupervisorReport => message),
    gone.then(([code]): SupervisorReport => ({
      type: 'failed',
      reason: `its supervisor exited with code ${code}`,
    })),
  ]);
  if (report.type === 'failed') {
    await stop();
    throw new Error(report.reason);
  }
  // A backend must not keep a program alive that does not stop it.
  child.unref();
  child.channel?.unref();
  return {
    processGroup: report.processGroup,
    stop() {
      child.ref();
      return stop();
    },
  };
}

/** `127.0.0.1:port` with a currently free port. */
export async function freeHost(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object') throw new Error('the system gave no port');
  return `127.0.0.1:${address?.port}`;
}
