/** Programs that this repository uses if they are there. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program is, if it is in one of the directories of the PATH. */
export const findProgram = (name: string, path = process.env['PATH'] ?? ''): string | undefined =>
  path
    .split(delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => join(directory, name))
    .find(existsSync);
