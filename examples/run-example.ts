import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach } from '@jest/globals';
import { type Collector, startCollector } from '../scripts/collector.mts';
import { blocksOf } from '../scripts/markdown.mts';

export interface Running {
  readonly process: ChildProcess;
  /** How it ends, and what it has said by then. */
  readonly end: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

const foreign = /^(?:NODE_|OTEL_|JEST_|GCP_|GOOGLE_|GCLOUD_|npm_)/;

/** Neither jest's nor the developer's own settings of Node, OpenTelemetry and Google Cloud reach an example. */
const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

/** npm, and what it starts, on the Node that runs the tests. */
const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);

/** Starts a command in the directory of an example. */
export const start = (
  example: string,
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Running => {
  const child = spawn(command, args, {
    cwd: join(__dirname, example),
    env: { ...inherited, PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return {
    process: child,
    end: ended.then(([stdout, stderr, [code]]) => ({ code: code as number | null, stdout, stderr })),
  };
};

/** A collector for each test of a file, asked for when the test runs. */
export const collectorOfEach = (): (() => Collector) => {
  let collector: Collector;
  beforeEach(async () => {
    collector = await startCollector();
  });
  afterEach(() => collector.close());
  return () => collector;
};

/** `npm start`, as each README says, to its end. */
export const npmStart = (example: string, env: Readonly<Record<string, string>>): Running['end'] =>
  start(example, ['npm', 'start', '--silent'], env).end;

export const readIn = (example: string, file: string): string =>
  readFileSync(join(__dirname, example, file), 'utf8');

/** The tree that an example's README shows: its block without a language. */
export const treeInReadme = (example: string): string => {
  const blocks = blocksOf({ path: example, text: readIn(example, 'README.md') });
  return blocks.find(({ language }) => language === '')?.code ?? '';
};
