import { fork } from 'node:child_process';
import type { Figure, Mode } from './figure.ts';
import { type Result, resultOf } from './report.ts';
import type { Samples } from './statistics.ts';

/**
 * How many processes measure a suite. Each compiles, and lays out its heap, a little differently, and for chunks that
 * difference is as large as what is measured.
 */
const processesFor = (suite: string, mode: Mode): number => {
  if (suite.startsWith('load.')) return 9;
  if (suite.endsWith('.delay') || mode === 'bytes') return 1;
  return /\.(?:row|chunk)\./.test(suite) ? 5 : 3;
};

/** A young generation so large that no batch triggers a collection. */
const ROOMY = ['--min-semi-space-size=256', '--max-semi-space-size=256'];

/** The environment without settings of this machine that would affect the measurement. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('OTEL_') && name !== 'NODE_OPTIONS'),
  );

const OURS = new URL('measure.ts', import.meta.url);

/** @param script the script of the process, which measures the suite in its arguments and sends the samples */
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

/** Measures figures, one process after the other. `progress` is called with what is being measured. */
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
