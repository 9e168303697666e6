import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sharedEmulator, startEmulator, type Backend } from '../../emulators/index.ts';
import { freeHost } from '../../emulators/supervised.ts';

const environment = { ...process.env };
let directory: string;
let backend: Backend | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-test-'));
  delete process.env['FIRESTORE_EMULATOR_HOST'];
});

afterEach(async () => {
  await backend?.stop();
  backend = undefined;
  Object.assign(process.env, environment);
  await rm(directory, { recursive: true, force: true });
});

/** A `java` that notes which JAR it is given and serves with the embedded server. */
async function installJava(run = 'exec "$NODE" "$SERVER" "$4" "$5" "$6" "$7"'): Promise<void> {
  const server = join(import.meta.dirname, '../..', 'emulators', 'firestore', 'embedded', 'server.ts');
  const script = `#!/bin/sh\nNODE='${process.execPath}'\nSERVER='${server}'\necho "$3" > '${directory}/jar'\n${run}\n`;
  await writeFile(join(directory, 'java'), script);
  await chmod(join(directory, 'java'), 0o755);
}

test('a running emulator is taken', async () => {
  const { host } = sharedEmulator('firestore');
  process.env['FIRESTORE_EMULATOR_HOST'] = host;
  backend = await startEmulator('firestore');
  expect(backend).toMatchObject({ source: 'environment', host, env: { FIRESTORE_EMULATOR_HOST: host } });
});

test('an emulator that does not answer is no reason to take another', async () => {
  const host = await freeHost();
  process.env['FIRESTORE_EMULATOR_HOST'] = host;
  await expect(startEmulator('firestore')).rejects.toThrow(
    new Error(`FIRESTORE_EMULATOR_HOST is set to ${host}, but no Firestore emulator answers there`),
  );
});

test('without java and gcloud the embedded server is taken', async () => {
  process.env['PATH'] = directory;
  backend = await startEmulator('firestore');
  expect(backend).toMatchObject({ source: 'embedded', real: false });
});

test("the newest JAR in firebase-tools' cache is taken", async () => {
  await installJava();
  process.env['PATH'] = directory;
  process.env['FIREBASE_EMULATORS_PATH'] = directory;
  await Promise.all(
    ['1.9.0', '1.22.0', '1.19.8'].map((version) =>
      writeFile(join(directory, `cloud-firestore-emulator-v${version}.jar`), ''),
    ),
  );
  backend = await startEmulator('firestore');
  expect(backend).toMatchObject({ source: 'firebase-tools', real: true });
  expect(await readFile(join(directory, 'jar'), 'utf8')).toContain('cloud-firestore-emulator-v1.22.0.jar');
});

test('an emulator that does not start makes way for the next, and is told', async () => {
  await installJava('echo "needs another Java" >&2; exit 3');
  process.env['PATH'] = directory;
  process.env['FIREBASE_EMULATORS_PATH'] = directory;
  await writeFile(join(directory, 'cloud-firestore-emulator-v1.22.0.jar'), '');
  const progress: string[] = [];
  backend = await startEmulator('firestore', { onProgress: (line) => progress.push(line) });
  expect(backend.source).toBe('embedded');
  expect(progress).toContain(
    'Firestore emulator of firebase-tools did not start: exited with code 3\nneeds another Java',
  );
});
