import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Backend } from '../../emulators/index.ts';
import { drawTree, runScenario, type ScenarioOutcome, type SpanRecord } from '../../harness/index.ts';
import { services } from '../../services/index.ts';
import { caseAttribute, type Seen } from '../../suites/calls.ts';
import type { Client } from './releases.ts';

const run = promisify(execFile);

/** What every call of a release's client came to. */
export interface Cell {
  /** By call: what the application got. */
  readonly seen: Seen;
  /** By call: the semantic spans. */
  readonly trees: Readonly<Record<string, string>>;
  /** What is wrong whatever another release does. */
  readonly faults: readonly string[];
  /** What the application gets without the plugin. */
  readonly shipped: () => Promise<Seen>;
}

export interface Installed {
  readonly client: Client;
  readonly version: string;
  readonly directory: string;
  remove(): Promise<void>;
}

/** Installs a release into a directory of its own, by no lock file: what a user gets today. */
export async function install(client: Client, version: string): Promise<Installed> {
  const directory = await mkdtemp(join(tmpdir(), 'gcp-otel-release-'));
  const manifest = { private: true, dependencies: { [client.name]: version } };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await run('npm', ['install', ...flags], { cwd: directory });
  return { client, version, directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

let runs = 0;

/** Makes every call of the client once. */
export async function takeCell(
  { client, directory }: Installed,
  backend: Backend,
  node?: string,
): Promise<Cell> {
  const { name, service, mode } = client;
  const take = (more: object): Promise<ScenarioOutcome> =>
    runScenario({
      scenario: `${service}/once`,
      backend,
      mode,
      client: name,
      clientRoot: directory,
      ...(node && { node }),
      nodeFlags: ['--expose-gc'],
      env: { GOOGLE_CLOUD_PROJECT: `demo-${process.pid}-${++runs}` },
      timeoutMs: 120_000,
      ...more,
    });
  const outcome = await take({});
  const { spans, openSpans, diagnostics, result, exitCode } = outcome;
  const { complaint, semantic } = services[service].layers;
  return {
    seen: (result ?? {}) as Seen,
    trees: treesOf(spans, semantic),
    faults: [
      ...(exitCode === 0 && result !== undefined
        ? []
        : [`it ended with ${exitCode}: ${lastLine(outcome.stderr)}`]),
      ...openSpans.map((span) => `never ended: ${span}`),
      ...new Set(diagnostics.filter((line) => !complaint?.test(line)).map((line) => `told: ${line}`)),
    ],
    shipped: async () => ((await take({ bare: true })).result ?? {}) as Seen,
  };
}

const lastLine = (text: string) =>
  text
    .trim()
    .split('\n')
    .findLast((line) => /Error|error/.test(line)) ?? '';

function treesOf(spans: readonly SpanRecord[], semantic: string): Record<string, string> {
  const cases = spans.filter(({ attributes }) => caseAttribute in attributes);
  return Object.fromEntries(
    cases.map(({ traceId, attributes }) => {
      const own = spans.filter((span) => span.traceId === traceId && span.scope.name === semantic);
      return [String(attributes[caseAttribute]), withoutNumbers(drawTree(own))];
    }),
  );
}

/** What makes a name unique is not worth telling. */
const withoutNumbers = (text: string) => text.replaceAll(/(?:-\d+)+\b|__\d+(?:_\d+)*\b/g, '');
