import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs the demo as `npm run demo` does. */
export function demo(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const main = join(__dirname, '../src/main.ts');
  const start = performance.now();
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...args],
      { env: { ...process.env, ...env } },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr, seconds: (performance.now() - start) / 1000 });
      },
    );
  });
}
