import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..', '..');
const require = createRequire(import.meta.url);
const { projects } = require(join(root, 'jest.config.js'));

/** Runs jest on files of `fixtures/tally`, with both outputs in one, as on a terminal. */
async function runJest(...files: string[]) {
  const config = {
    rootDir: join(import.meta.dirname, '../fixtures', 'tally'),
    testMatch: ['<rootDir>/*.fixture.ts'],
    transform: projects[0].transform,
    reporters: ['default', join(root, 'emulator-tests', 'jest', 'tally-reporter.js')],
  };
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      'exec "$@" 2>&1',
      'sh',
      process.execPath,
      jest,
      '--config',
      JSON.stringify(config),
      '--no-watchman',
      ...files,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { lines: output.trimEnd().split('\n'), exitCode };
}

test('the tally is the last line, after the reasons of what was skipped', async () => {
  const { lines, exitCode } = await runJest('mixed');
  expect(lines.slice(-2)).toEqual([
    'skipped: counts transactions: only a real emulator has it',
    '2 passed, 1 failed, 1 skipped',
  ]);
  expect(exitCode).toBe(1);
});

test('a file that does not load is a failure', async () => {
  const { lines, exitCode } = await runJest('broken');
  expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(exitCode).toBe(1);
});
