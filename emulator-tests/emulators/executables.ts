import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where the PATH leads for a command. */
export async function findOnPath(command: string): Promise<string | undefined> {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = directories.map((directory) => join(directory, command));
  const executable = await Promise.all(candidates.map(isExecutable));
  return candidates.find((_, index) => executable[index]);
}

export function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
