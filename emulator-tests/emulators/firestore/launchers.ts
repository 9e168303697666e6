import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, inGoogleCloudCli } from '../executables.ts';
import { hostAndPort, type Launcher } from '../launch.ts';

/** Launchers that work on this machine, best first. The embedded server always works. */
export async function* firestoreLaunchers(): AsyncGenerator<Launcher> {
  const java = await findOnPath('java');
  const launchers = [java && firebaseToolsJar, java && googleCloudCli, () => embedded];
  for (const find of launchers) {
    // oxlint-disable-next-line no-await-in-loop -- a later one is only looked for if the earlier ones fail
    const launcher = find && (await find());
    if (launcher) yield launcher;
  }
}

/** The newest JAR in the cache of `firebase setup:emulators:firestore` or `firebase emulators:exec`. */
async function firebaseToolsJar(): Promise<Launcher | undefined> {
  const cache = process.env['FIREBASE_EMULATORS_PATH'] ?? join(homedir(), '.cache', 'firebase', 'emulators');
  const files = await readdir(cache).catch(() => []);
  const newest = files
    .filter((file) => /^cloud-firestore-emulator-v[\d.]+\.jar$/.test(file))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
  return (
    (newest && {
      source: 'firebase-tools',
      real: true,
      title: 'Firestore emulator of firebase-tools',
      command: 'java',
      args: (host, projectId) => [
        '-Duser.language=en',
        '-jar',
        join(cache, newest),
        ...hostAndPort(host),
        '--project_id',
        projectId,
      ],
    }) ||
    undefined
  );
}

async function googleCloudCli(): Promise<Launcher | undefined> {
  const command = await inGoogleCloudCli('platform', 'cloud-firestore-emulator', 'cloud_firestore_emulator');
  if (!command) return undefined;
  return {
    source: 'google-cloud-cli',
    real: true,
    title: 'Firestore emulator of the Google Cloud CLI',
    command,
    args(host, projectId) {
      const [name, port] = host.split(':');
      return ['start', `--host=${name}`, `--port=${port}`, `--project_id=${projectId}`];
    },
  };
}

const embedded: Launcher = {
  source: 'embedded',
  real: false,
  title: 'embedded Firestore server (@firestore-emulator/server)',
  command: process.execPath,
  args: (host) => [join(import.meta.dirname, 'embedded', 'server.ts'), ...hostAndPort(host)],
};
