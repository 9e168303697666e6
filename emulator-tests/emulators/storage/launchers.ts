import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath } from '../executables.ts';
import { hostAndPort, type Launcher } from '../launch.ts';

/** Launchers that work on this machine, best first. The scripted server always works. */
export async function* storageLaunchers(): AsyncGenerator<Launcher> {
  const firebase = await findOnPath('firebase');
  if (firebase) yield firebaseTools(await realpath(firebase));
  yield embedded;
}

const firebaseTools = (cli: string): Launcher => ({
  source: 'firebase-tools',
  real: true,
  title: 'Storage emulator of firebase-tools',
  command: process.execPath,
  args: (host, projectId) => [
    join(import.meta.dirname, 'firebase-tools.ts'),
    ...hostAndPort(host),
    '--project',
    projectId,
    '--cli',
    cli,
  ],
});

const embedded: Launcher = {
  source: 'embedded',
  real: false,
  title: 'embedded Storage server',
  command: process.execPath,
  args: (host) => [join(import.meta.dirname, 'scripted', 'server.ts'), ...hostAndPort(host)],
};
