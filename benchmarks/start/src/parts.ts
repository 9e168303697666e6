/** What the flag's start is made of: its parts, loaded one after the other in a process of their own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, 'parts.cjs');

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const parts = async (
  rounds: number,
): Promise<readonly (readonly [what: string, milliseconds: number])[]> => {
  const found: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, [script], {
      env: {
        ...process.env,
        NODE_DISABLE_COMPILE_CACHE: '1',
        METADATA_SERVER_DETECTION: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      },
    });
    found.push(JSON.parse(stdout) as Record<string, number>);
  }
  return Object.keys(found[0] ?? {}).map((what) => [what, median(found.map((one) => one[what]!))] as const);
};
