import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from '../../harness/index.ts';
import { services, serviceNames, type ServiceName } from '../../services/index.ts';

/** A client whose every minor release is tried. */
export interface Client {
  readonly name: string;
  readonly service: ServiceName;
  /** What its plugin supports. */
  readonly from: string;
  readonly below: string;
  readonly mode: Mode;
}

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The range of releases that a plugin names in its package.json. */
function rangeOf(service: ServiceName, name: string): Pick<Client, 'from' | 'below'> {
  const path = join(import.meta.dirname, '../../../plugins', service, 'package.json');
  const { peerDependencies } = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const { from, below } = /^>=(?<from>\S+) <(?<below>\S+)$/.exec(peerDependencies[name] ?? '')?.groups ?? {};
  if (from === undefined || below === undefined) throw new Error(`${path} names no range of ${name}`);
  return { from, below };
}

export const clients: readonly Client[] = serviceNames.flatMap((service) =>
  services[service].releases.flatMap(({ client: name, minors: mode }) =>
    mode === undefined ? [] : [{ name, service, mode, ...rangeOf(service, name) }],
  ),
);

const numbers = (version: string) => version.split('.').map(Number);

/** Less than zero if `a` came before `b`, whose missing numbers count as none. */
export function compare(a: string, b: string): number {
  const others = numbers(b);
  for (const [index, number] of numbers(a).entries()) {
    const other = others[index] ?? 0;
    if (number !== other) return number - other;
  }
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
