import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { backendsOf } from '../../emulators/index.ts';
import { serviceNames, type ServiceName } from '../../services/index.ts';

const holder = join(import.meta.dirname, '../fixtures', 'hold-backend.ts');
let temporary: string;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'gcp-otel-test-'));
});

afterEach(() => rm(temporary, { recursive: true, force: true }));

type Kind = 'emulator' | 'scripted';

/** Starts a program that starts a backend; resolves with the backend's process group. */
async function hold(service: ServiceName, kind: Kind, ending: 'stop' | 'exit' | 'throw' | 'wait') {
  const program = spawn(process.execPath, [holder, service, kind, ending], {
    cwd: temporary,
    env: {
      ...process.env,
      // Started by it, and by nobody before.
      [(await backendsOf(service)).hostVariable]: '',
      TMPDIR: temporary,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(program, 'close');
  const [group] = await once(program.stdout.setEncoding('utf8'), 'data');
  return { program, ended, group: Number(group) };
}

function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** Waits for the end of the group and of its files; resolves with what is left. */
async function remains(group: number): Promise<{ alive: boolean; files: string[] }> {
  const deadline = Date.now() + 60_000;
  const look = async () => ({ alive: isAlive(group), files: await readdir(temporary) });
  let left = await look();
  while ((left.alive || left.files.length > 0) && Date.now() < deadline) {
    /* oxlint-disable no-await-in-loop -- the end of a process that is not a child can only be polled */
    await setTimeout(50);
    left = await look();
    /* oxlint-enable no-await-in-loop */
  }
  return left;
}

const nothing = { alive: false, files: [] };

test('a backend lives as long as the program that started it', async () => {
  const { program, ended, group } = await hold('firestore', 'scripted', 'wait');
  expect(group).toBeGreaterThan(1);
  expect(isAlive(group)).toBe(true);
  program.kill();
  await ended;
  expect(await remains(group)).toEqual(nothing);
});

test.each(['stop', 'exit', 'throw'] as const)('no process and no file is left after: %s', async (ending) => {
  const { ended, group } = await hold('firestore', 'scripted', ending);
  await ended;
  expect(await remains(group)).toEqual(nothing);
});

/** Behind a shell script, where an emulator is that of the Google Cloud CLI. */
const all = serviceNames.flatMap((service) =>
  (service === 'vertexai' ? ['scripted'] : ['emulator', 'scripted']).map((kind) => [service, kind] as const),
);

test.each([
  ['firestore', 'scripted', 'SIGINT'],
  ['firestore', 'scripted', 'SIGTERM'],
  ['firestore', 'emulator', 'SIGINT'],
  ['storage', 'emulator', 'SIGINT'],
  ...all.map(([service, kind]) => [service, kind, 'SIGKILL'] as const),
] as const)('no process and no file is left after: %s, %s, %s', async (service, kind, signal) => {
  const { program, ended, group } = await hold(service, kind as Kind, 'wait');
  program.kill(signal);
  await ended;
  expect(await remains(group)).toEqual(nothing);
});
