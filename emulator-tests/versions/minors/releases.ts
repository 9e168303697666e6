import { execFileSync } from 'node:child_process';
import type { Mode, Service } from '../../harness/index.ts';

/** A client whose every minor release is tried. */
export interface Client {
  readonly name: string;
  readonly service: Service;
  /** What its plugin supports. */
  readonly from: string;
  readonly below: string;
  readonly mode: Mode;
  /** Releases that load in another way. */
  readonly other?: { readonly below: string; readonly mode: Mode };
}

/** The ranges are those of `plugins/<service>/src/instrumentation.ts`: a test compares them. */
export const clients: readonly Client[] = [
  { name: '@google-cloud/firestore', service: 'firestore', from: '7.0.0', below: '10.0.0', mode: 'cjs' },
  { name: '@google-cloud/storage', service: 'storage', from: '7.0.0', below: '9.0.0', mode: 'cjs' },
  { name: '@google-cloud/spanner', service: 'spanner', from: '7.0.0', below: '10.0.0', mode: 'cjs' },
  { name: '@google-cloud/vertexai', service: 'vertexai', from: '1.1.0', below: '2.0.0', mode: 'cjs' },
  { name: '@google/genai', service: 'vertexai', from: '1.0.0', below: '4.0.0', mode: 'esm-hooks' },
];

const numbers = (version: string) => version.split('.').map(Number);

/** Less than zero if `a` came before `b`. */
export function compare(a: string, b: string): number {
  const others = numbers(b);
  for (const [index, number] of numbers(a).entries())
    if (number !== others[index]) return number - (others[index] ?? 0);
  return 0;
}

const supports = ({ from, below }: Client, version: string) =>
  compare(version, from) >= 0 && compare(version, below) < 0;

/** The lowest release that is supported, and the newest of every minor since, as npm has them now. */
export function minorsOf(client: Client): string[] {
  const listed = execFileSync('npm', ['view', client.name, 'versions', '--json'], { encoding: 'utf8' });
  const versions = (JSON.parse(listed) as string[])
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version) && supports(client, version))
    .toSorted(compare);
  const newest = new Map(versions.map((version) => [version.replace(/\.\d+$/, ''), version]));
  return [...new Set([versions[0]!, ...newest.values()])].toSorted(compare);
}

/** The lowest, the newest, and some in between: others each day, the same on one day. */
export function sampled(versions: readonly string[], seed: number, between = 3): string[] {
  const inner = versions.slice(1, -1);
  const chosen = new Set<string>();
  // A linear congruential generator does for a choice that has only to vary.
  for (let state = seed >>> 0; chosen.size < Math.min(between, inner.length);)
    chosen.add(inner[(state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % inner.length]!);
  return versions.filter(
    (version, index) => index === 0 || index === versions.length - 1 || chosen.has(version),
  );
}
