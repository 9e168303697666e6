import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** An application: its files by name, how to make another of them by a bundler, and what Node is called with. */
export interface Application {
  readonly files: Readonly<Record<string, string>>;
  readonly bundle?: (directory: string) => Promise<void>;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Outcome {
  /** Names of our spans, in the order in which they ended. */
  readonly spans: readonly string[];
  /** Names of spans that the client made itself. */
  readonly native: readonly string[];
  /** What our packages say. */
  readonly said: readonly string[];
  /** All that was written to stderr, where the application did not come to its end. */
  readonly crash?: string;
}

export interface RunOptions {
  /** The directory whose `node_modules` have the client. */
  readonly clientRoot: string;
  readonly env: Readonly<Record<string, string>>;
  /** Path of the Node to run it on. @default this one */
  readonly node?: string;
}

/** Runs an application in a process of its own, from a directory of its own below the client's root. */
export async function runApplication(
  { files, bundle, args, env: own }: Application,
  { clientRoot, env, node = process.execPath }: RunOptions,
): Promise<Outcome> {
  // Not in node_modules: Node runs no TypeScript from there.
  const parent = join(clientRoot, '.loading');
  await mkdir(parent, { recursive: true });
  const directory = await mkdtemp(join(parent, 'app-'));
  try {
    for (const [name, source] of Object.entries(files)) await writeFile(join(directory, name), source);
    await bundle?.(directory);
    const child = spawn(node, [...args], {
      cwd: directory,
      env: {
        ...inherited(),
        OTEL_LOG_LEVEL: 'warn',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        ...own,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return outcome(stdout, stderr);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const SPAN = /^span (?<scope>\S+): (?<name>.*)$/;

function outcome(stdout: string, stderr: string): Outcome {
  const lines = stdout.split('\n');
  const namesIn = (ours: boolean): string[] =>
    lines.flatMap((line) => {
      const { scope = '', name } = SPAN.exec(line)?.groups ?? {};
      return name !== undefined && scope.startsWith('@gcp-otel/') === ours ? [name] : [];
    });
  return {
    spans: namesIn(true),
    native: namesIn(false),
    said: `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('@gcp-otel/')),
    ...(!lines.includes('done') && { crash: stderr }),
  };
}

/** Neither jest's nor the developer's own settings of Node and OpenTelemetry reach the application. */
function inherited(): NodeJS.ProcessEnv {
  const foreign = /^(?:NODE_|OTEL_|JEST_|GCP_OTEL_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
