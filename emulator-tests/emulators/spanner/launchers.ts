import { join } from 'node:path';
import { inGoogleCloudCli } from '../executables.ts';
import { hostAndPort, type Launcher } from '../launch.ts';

export const embeddedServer = join(import.meta.dirname, 'embedded', 'server.ts');

/** Launchers that work on this machine, best first. The embedded server always works. */
export async function* spannerLaunchers(): AsyncGenerator<Launcher> {
  const command = await inGoogleCloudCli('bin', 'cloud_spanner_emulator', 'emulator_main');
  if (command)
    yield {
      source: 'google-cloud-cli',
      real: true,
      title: 'Spanner emulator of the Google Cloud CLI',
      command,
      args: (host) => [`--host_port=${host}`],
    };
  yield {
    source: 'embedded',
    real: false,
    title: 'embedded Spanner server',
    command: process.execPath,
    args: (host) => [embeddedServer, ...hostAndPort(host)],
  };
}
