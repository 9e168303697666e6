import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** Finds a command on the PATH. */
export async function findOnPath(command: string): Promise<string | undefined> {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = directories.map((directory) => join(directory, command));
  const executable = await Promise.all(candidates.map(isExecutable));
  return candidates.find((_, index) => executable[index]);
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** An executable of an installed component of the Google Cloud CLI. */
export async function inGoogleCloudCli(...path: readonly string[]): Promise<string | undefined> {
  const gcloud = await findOnPath('gcloud');
  if (!gcloud) return undefined;
  const root = await promisify(execFile)(gcloud, ['info', '--format=value(installation.sdk_root)'], {
    timeout: 30_000,
  }).catch(() => undefined);
  const executable = root && join(root.stdout.trim(), ...path);
  return executable && (await isExecutable(executable)) ? executable : undefined;
}
