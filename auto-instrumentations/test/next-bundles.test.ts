import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bundledByNext } from '../src/next-bundles';

// What Next.js really writes, `npm run check:next` looks at.

const clients = ['@google-cloud/firestore', '@google/genai'];
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-next-'));
  await mkdir(join(directory, '.next'));
  process.env['NEXT_RUNTIME'] = 'nodejs';
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'NEXT_RUNTIME');
  await rm(directory, { recursive: true });
});

const built = (serverExternalPackages: unknown): Promise<void> =>
  writeFile(
    join(directory, '.next/required-server-files.json'),
    JSON.stringify({ config: { serverExternalPackages } }),
  );
const dependsOn = (...names: readonly string[]): Promise<void> =>
  writeFile(
    join(directory, 'package.json'),
    JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) }),
  );

test('clients that the application has, and does not keep out of its bundles', async () => {
  await dependsOn(...clients, 'next');
  await built(['@google/genai']);
  expect(bundledByNext(clients, directory)).toEqual(['@google-cloud/firestore']);
  await built(undefined);
  expect(bundledByNext(clients, directory)).toEqual(clients);
});

test('none: outside of Next.js, in development, for clients that are not there, with broken files', async () => {
  await dependsOn(...clients);
  expect(bundledByNext(clients, directory)).toEqual([]);
  await writeFile(join(directory, '.next/required-server-files.json'), '{');
  expect(bundledByNext(clients, directory)).toEqual([]);
  await built([]);
  await dependsOn('next');
  expect(bundledByNext(clients, directory)).toEqual([]);
  await dependsOn(...clients);
  process.env['NEXT_RUNTIME'] = 'edge';
  expect(bundledByNext(clients, directory)).toEqual([]);
});
