import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Spanner, type Transaction } from '@google-cloud/spanner';
import { sharedScripted, sharedEmulator, startEmulator, type Backend } from '../../emulators/index.ts';
import { embeddedServer } from '../../emulators/spanner/launchers.ts';
import { freeHost } from '../../emulators/supervised.ts';

const environment = { ...process.env };
const plainSessions = {
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS: 'false',
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS_PARTITIONED_OPS: 'false',
  GOOGLE_CLOUD_SPANNER_MULTIPLEXED_SESSIONS_FOR_RW: 'false',
};
const client = (host: string) => ({
  SPANNER_EMULATOR_HOST: host,
  GOOGLE_CLOUD_PROJECT: 'demo-gcp-otel',
  METADATA_SERVER_DETECTION: 'none',
});
let directory: string;
let backend: Backend | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gcp-otel-test-'));
  delete process.env['SPANNER_EMULATOR_HOST'];
});

afterEach(async () => {
  await backend?.stop();
  backend = undefined;
  Object.assign(process.env, environment);
  await rm(directory, { recursive: true, force: true });
});

async function install(path: string, run: string): Promise<void> {
  const file = join(directory, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${run}\n`);
  await chmod(file, 0o755);
}

/** A Google Cloud CLI with an emulator that runs so; on the PATH is nothing else. */
async function installEmulator(run: string): Promise<void> {
  await install('gcloud', `echo '${directory}'`);
  await install('bin/cloud_spanner_emulator/emulator_main', run);
  process.env['PATH'] = directory;
}

const serve = `
host="\${1#--host_port=}"
exec '${process.execPath}' '${embeddedServer}' --host "\${host%:*}" --port "\${host#*:}"`;

test('a running emulator is taken', async () => {
  const { host } = sharedEmulator('spanner');
  process.env['SPANNER_EMULATOR_HOST'] = host;
  backend = await startEmulator('spanner');
  expect(backend).toMatchObject({ source: 'environment', real: true, host });
  expect(backend.env).toEqual({ ...client(host), ...plainSessions });
});

test('an emulator that does not answer is no reason to take another', async () => {
  const host = await freeHost();
  process.env['SPANNER_EMULATOR_HOST'] = host;
  await expect(startEmulator('spanner')).rejects.toThrow(
    new Error(`SPANNER_EMULATOR_HOST is set to ${host}, but no Spanner emulator answers there`),
  );
});

test("the Google Cloud CLI's emulator is taken, and clients are told what it does not know", async () => {
  await installEmulator(serve);
  backend = await startEmulator('spanner');
  expect(backend).toMatchObject({ source: 'google-cloud-cli', real: true });
  expect(backend.env).toEqual({ ...client(backend.host), ...plainSessions });
});

test('without it an embedded server is taken, with sessions of every kind', async () => {
  process.env['PATH'] = directory;
  backend = await startEmulator('spanner');
  expect(backend).toMatchObject({ source: 'embedded', real: false });
  expect(backend.env).toEqual(client(backend.host));
});

test('of transactions at the same time an embedded server aborts all but one, as an emulator does', async () => {
  process.env['PATH'] = directory;
  backend = await startEmulator('spanner');
  process.env['SPANNER_EMULATOR_HOST'] = backend.host;
  const spanner = new Spanner({ projectId: 'demo-embedded' });
  const database = spanner.instance('shops').database('shop');
  const attempts = async () => {
    let count = 0;
    await database.runTransactionAsync(async (transaction: Transaction) => {
      count++;
      await transaction.run('SELECT * FROM Albums');
      await transaction.commit();
    });
    return count;
  };
  expect([await attempts(), await attempts()]).toEqual([1, 1]);
  expect((await Promise.all([attempts(), attempts()])).toSorted()).toEqual([1, 2]);
  await database.close();
  await spanner.close();
});

test('an emulator that does not start makes way for the next, and is told', async () => {
  await installEmulator('echo "needs another libc" >&2; exit 3');
  const progress: string[] = [];
  backend = await startEmulator('spanner', { onProgress: (line) => progress.push(line) });
  expect(backend.source).toBe('embedded');
  expect(progress).toContain(
    'Spanner emulator of the Google Cloud CLI did not start: exited with code 3\nneeds another libc',
  );
});

test("a run's scripted server is one that tells what it was asked", () => {
  expect(sharedScripted('spanner')).toMatchObject({ source: 'scripted', real: false });
});
