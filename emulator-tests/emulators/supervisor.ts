/**
 * Runs one backend for the process that started this one, and stops it when that process is gone. The channel to it closes on
 * a normal exit, on a crash and on SIGKILL.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '../services/index.ts';
import { messageOf } from './messages.ts';
import { waitUntilReady } from './probe.ts';

export interface SupervisedTask {
  readonly service: ServiceName;
  readonly command: string;
  readonly args: readonly string[];
  readonly host: string;
  readonly timeoutMs: number;
}

export type SupervisorReport =
  | { readonly type: 'ready'; readonly processGroup: number }
  | { readonly type: 'failed'; readonly reason: string };

const task: SupervisedTask = JSON.parse(process.argv[2] ?? '');
const graceMs = 3_000;

// Emulators write logs and native libraries to their working directory, so each gets one that is removed afterwards.
const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-backend-'));

// The backend leads a process group, because an emulator behind a shell script is a grandchild.
const backend = spawn(task.command, task.args, {
  cwd: directory,
  detached: true,
  env: {
    ...process.env,
    TMPDIR: directory,
    METADATA_SERVER_DETECTION: 'none',
    JAVA_TOOL_OPTIONS: `-Djava.io.tmpdir=${directory} -XX:-UsePerfData`,
  },
  stdio: ['ignore', 'pipe', 'pipe'],
});

let output = '';
for (const stream of [backend.stdout, backend.stderr]) {
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-2_000);
  });
}

const exited = new Promise<string>((resolve) => {
  backend.once('error', (error) => resolve(error.message));
  backend.once('close', (code, signal) => resolve(`exited with ${signal ?? `code ${code}`}`));
});

function signalGroup(signal: NodeJS.Signals): void {
  try {
    if (backend.pid !== undefined) process.kill(-backend.pid, signal);
  } catch {
    // No process is left in the group.
  }
}

async function shutDown(): Promise<void> {
  signalGroup('SIGTERM');
  const impatience = setTimeout(signalGroup, graceMs, 'SIGKILL');
  // Grandchildren share the output pipes, so `close` comes after the last of them.
  await exited;
  clearTimeout(impatience);
  signalGroup('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
  process.exit();
}

function report(message: SupervisorReport): void {
  if (process.connected) process.send?.(message);
}

process.once('disconnect', () => void shutDown());
// A signal to the whole session (a terminal, a container's stop) must not end the supervisor before its backend.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void shutDown());

const pointless = new AbortController();
void exited.then(() => pointless.abort());
try {
  await waitUntilReady(task.service, task.host, task.timeoutMs, pointless.signal);
  report({ type: 'ready', processGroup: backend.pid ?? 0 });
} catch (error) {
  const reason = pointless.signal.aborted ? await exited : `no answer: ${messageOf(error)}`;
  report({ type: 'failed', reason: [reason, output.trim()].filter(Boolean).join('\n') });
}
