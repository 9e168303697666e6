import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  sharedScripted,
  sharedEmulator,
  startEmulator,
  type Backend,
  type StartOptions,
} from '../../emulators/index.ts';
import { findOnPath } from '../../emulators/executables.ts';
import { freeHost } from '../../emulators/supervised.ts';

const environment = { ...process.env };
let directory: string;
let backend: Backend | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-test-'));
  delete process.env['STORAGE_EMULATOR_HOST'];
});

afterEach(async () => {
  await backend?.stop();
  backend = undefined;
  Object.assign(process.env, environment);
  await rm(directory, { recursive: true, force: true });
});

/** A `firebase` of a firebase-tools of which the Storage emulator is this module. */
async function installFirebase(emulator: string): Promise<void> {
  const root = join(directory, 'node_modules', 'firebase-tools', 'lib');
  await mkdir(join(root, 'emulator'), { recursive: true });
  await writeFile(join(root, 'emulator', 'storage.js'), emulator);
  await writeFile(join(root, 'emulator', 'registry.js'), 'exports.EmulatorRegistry = { set() {} };');
  await writeFile(join(root, 'firebase.js'), '');
  await chmod(join(root, 'firebase.js'), 0o755);
  await symlink(join(root, 'firebase.js'), join(directory, 'firebase'));
}

/** Starts what the PATH leads to, without what this package has installed. */
async function startAlone(options?: StartOptions): Promise<Backend> {
  process.env['PATH'] = directory;
  backend = await startEmulator('storage', options);
  return backend;
}

test.each([
  ['with its scheme', (host: string) => `http://${host}/`],
  ['without one', (host: string) => host],
])('a running emulator is taken, named %s', async (_, name) => {
  const { host } = sharedScripted('storage');
  process.env['STORAGE_EMULATOR_HOST'] = name(host);
  backend = await startEmulator('storage');
  expect(backend).toMatchObject({
    service: 'storage',
    source: 'environment',
    real: true,
    host,
    env: { STORAGE_EMULATOR_HOST: `http://${host}`, METADATA_SERVER_DETECTION: 'none' },
  });
});

test('an emulator that does not answer is no reason to take another', async () => {
  const host = await freeHost();
  process.env['STORAGE_EMULATOR_HOST'] = host;
  await expect(startEmulator('storage')).rejects.toThrow(
    new Error(`STORAGE_EMULATOR_HOST is set to ${host}, but no Storage emulator answers there`),
  );
});

test('without firebase-tools the embedded server is taken', async () => {
  expect(await startAlone()).toMatchObject({ source: 'embedded', real: false });
});

test.each([
  ['keeps its rules elsewhere', 'exports.StorageEmulator = class { async start() {} };'],
  ['does not load', 'throw new Error("out of order");'],
])('a firebase-tools that %s makes way for the embedded server, and that is told', async (_, emulator) => {
  await installFirebase(emulator);
  const progress: string[] = [];
  const { source } = await startAlone({ onProgress: (line) => progress.push(line) });
  expect(source).toBe('embedded');
  expect(progress.join('\n')).toMatch(
    /Storage emulator of firebase-tools did not start: exited with code 1\n.*(keeps its security rules elsewhere|out of order)/s,
  );
});

test("firebase-tools' emulator serves without Java, in a directory that is gone with it", async () => {
  const temporary = join(directory, 'temporary');
  await mkdir(temporary);
  process.env['TMPDIR'] = temporary;
  await symlink((await findOnPath('firebase')) ?? '', join(directory, 'firebase'));
  backend = await startAlone();
  expect(backend).toMatchObject({ source: 'firebase-tools', real: true });
  expect(await upDown(backend)).toBe('up and down');
  expect(await readdir(temporary)).toHaveLength(1);
  await backend.stop();
  expect(await readdir(temporary)).toEqual([]);
  await expect(fetch(`http://${backend.host}/b`)).rejects.toThrow('fetch failed');
});

test('the backend of the run serves', async () => {
  expect(await upDown(sharedEmulator('storage'))).toBe('up and down');
});

/** Lets the client, in a process of its own, upload and download. */
async function upDown({ env }: Backend): Promise<string> {
  const program = join(import.meta.dirname, '../fixtures', 'storage', 'up-and-down.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    env: { ...process.env, ...env, NODE_OPTIONS: '' },
  });
  return stdout;
}
