import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const foreign = /^(?:NODE_|OTEL_|JEST_|GCP_|GOOGLE_|GCLOUD_)/;

/** Neither jest's nor the developer's own settings of Node, OpenTelemetry and Google Cloud reach the application. */
export const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !foreign.test(name)),
);

export const register = join(__dirname, '..', 'dist', 'register.js');

export interface AppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Sent when the application has said that it is ready, and this holds. */
  readonly signal?: NodeJS.Signals;
  readonly signalWhen?: () => boolean;
}

/** Runs an application of `fixtures/` under `--import …/register`, as a user does. */
export const runApp = async (
  app: string,
  { env, flags, signal, signalWhen = () => true }: AppOptions = {},
): Promise<Ended> => {
  const args = [...(flags ?? ['--import', register]), join(__dirname, 'fixtures', app)];
  const child = spawn(process.execPath, args, {
    env: { ...inherited, METADATA_SERVER_DETECTION: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let isReady = false;
  child.stdout.on('data', (chunk: Buffer) => {
    isReady ||= chunk.includes('ready');
  });
  const timer = setInterval(() => {
    if (!isReady || signal === undefined || !signalWhen()) return;
    clearInterval(timer);
    child.kill(signal);
  }, 5);
  const [stdout, stderr, [code, by]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  clearInterval(timer);
  return { code, signal: by, stdout, stderr };
};
