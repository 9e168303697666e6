import { fork } from 'node:child_process';
import type { Figure, Mode } from './figure.ts';
import { type Result, resultOf } from './report.ts';
import type { Samples } from './statistics.ts';

/**
 * How often a suite is measured: each process compiles, and lays out its heap, a little differently; what that makes of
 * a chunk is as much as what is measured.
 */
const processesFor = (suite: string, mode: Mode): number => {
  if (suite.startsWith('load.')) return 9;
  if (suite.endsWith('.delay') || mode === 'bytes') return 1;
  return /\.(?:row|chunk)\./.test(suite) ? 5 : 3;
};

/** Nothing is collected while a batch runs. */
const ROOMY = ['--min-semi-space-size=256', '--max-semi-space-size=256'];

/** What is set for the programs of this machine is not to be measured. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_') && name !== 'NODE_OPTIONS'),
  );

const OURS = new URL('measure.ts', import.meta.url);

/** @param script What is run in the process: it measures the suite that it is told, and sends the samples */
export const measureIn = (suite: string, mode: Mode, script: URL = OURS): Promise<Samples> => {
  const child = fork(script, [suite, mode], {
    execArgv: ['--expose-gc', ...(mode === 'bytes' ? ROOMY : [])],
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (samples: Samples) => resolve(samples));
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`${suite} could not be measured: its process ended with ${code}`)),
    );
  });
};

/** Measures figures, one process after the other; tells `progress` what is being measured. */
export const run = async (
  figures: readonly Figure[],
  progress: (line: string) => void,
): Promise<Result[]> => {
  const measured = new Map<string, Samples[]>();
  const samplesOf = async ({ suite, mode }: Figure): Promise<Samples[]> => {
    const key = `${suite}, ${mode}`;
    const known = measured.get(key);
    if (known !== undefined) return known;
    progress(key);
    const all: Samples[] = [];
    for (let left = processesFor(suite, mode); left > 0; left--) all.push(await measureIn(suite, mode));
    measured.set(key, all);
    return all;
  };
  const results: Result[] = [];
  for (const figure of figures) results.push(resultOf(figure, await samplesOf(figure)));
  return results;
};
