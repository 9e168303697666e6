/** Starts the processes of a run: the service, what sends it requests, and the collector. Each is asked over IPC. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

/** Nothing of the developer's own settings of Node, OpenTelemetry and Google Cloud reaches the processes. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:NODE_|OTEL_|GCP_|GOOGLE_|GCLOUD_)/.test(name)),
);

/** A service that is told to end may flush for five seconds. */
const END_MS = 20_000;

export interface Started {
  /** Sends a message, and resolves to the next one that comes back. */
  ask<Answer>(question: object): Promise<Answer>;
  /** Tells it to end, as a platform does, and resolves to what it has written to stderr. */
  end(): Promise<string>;
}

interface StartOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const answerOf = async (child: ChildProcess, name: string): Promise<unknown> => {
  const ended = new AbortController();
  const { signal } = ended;
  const answer = once(child, 'message', { signal });
  const end = once(child, 'exit', { signal }).then(() => {
    throw new Error(`${name} has ended before it answered`);
  });
  try {
    const [message] = await Promise.race([answer, end]);
    return message as unknown;
  } finally {
    for (const waiting of [answer, end]) waiting.catch(() => {});
    ended.abort();
  }
};

/** Starts a file of this directory. It sends a message when it is ready: that is the first answer. */
export const start = async <Ready>(
  file: 'service.ts' | 'load.ts' | 'collector.ts',
  { flags = [], env = {}, cwd = process.cwd() }: StartOptions = {},
): Promise<readonly [started: Started, ready: Ready]> => {
  const child = fork(join(import.meta.dirname, file), [], {
    execArgv: [...flags],
    env: { ...inherited, ...env },
    cwd,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr = text(child.stderr!);
  const exited = once(child, 'exit');
  const started: Started = {
    async ask<Answer>(question: object) {
      child.send(question);
      return (await answerOf(child, file)) as Answer;
    },
    async end() {
      child.kill('SIGTERM');
      if (child.connected) child.disconnect();
      const late = setTimeout(END_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([exited, late]);
      return stderr;
    },
  };
  try {
    return [started, (await answerOf(child, file)) as Ready];
  } catch (error) {
    throw new Error(`${file} did not start:\n${await stderr}`, { cause: error });
  }
};
