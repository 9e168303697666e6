import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Backend } from '../emulators/index.ts';
import { services } from '../services/index.ts';
import type { LogRecord, MetricRecord, SpanRecord } from './telemetry.ts';

const packageRoot = join(import.meta.dirname, '..');
const childDirectory = join(import.meta.dirname, 'child');

/**
 * How the application loads the client: `require`; a static `import` without any loader flag, which suits clients in CommonJS; or
 * a static `import` under the loader hook that a client needs which is an ES module itself.
 */
export type Mode = 'cjs' | 'esm' | 'esm-hooks';

export interface ScenarioOptions {
  /** `<service>/<name>` of a file in `scenarios/`, or the absolute path of one elsewhere. */
  readonly scenario: string;
  readonly mode: Mode;
  readonly backend: Backend;
  /** Options of the plugin, as JSON; a scenario that needs functions exports its `config`. */
  readonly config?: object;
  /** The directory whose `node_modules` have the client. @default this package */
  readonly clientRoot?: string;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  /** The directory whose `node_modules` have OpenTelemetry, for the application, the harness and the plugin. @default this package */
  readonly sdkRoot?: string;
  /** Without the instrumentations of gRPC and HTTP: what leaves, the client and the plugin send. */
  readonly withoutTransports?: true;
  /** Without the plugin, not even a disabled one: the client as it is shipped. */
  readonly bare?: true;
  /** By `--import …/register`, as a user has it, in place of the harness's own SDK: telemetry goes where `env` says, and is not in the outcome. */
  readonly underFlag?: true;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Path of the Node to run it on. @default this one */
  readonly node?: string;
  /** It is there for what hangs: a busy machine takes ten times as long as an idle one. @default 240000 */
  readonly timeoutMs?: number;
}

export interface ScenarioOutcome {
  readonly spans: readonly SpanRecord[];
  readonly metrics: readonly MetricRecord[];
  readonly logs: readonly LogRecord[];
  /** What the scenario resolved with. */
  readonly result: unknown;
  /** Spans that were started and have not ended. */
  readonly openSpans: readonly string[];
  /** OpenTelemetry's own warnings and errors. */
  readonly diagnostics: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  /** Null if a signal ended the process. */
  readonly exitCode: number | null;
}

/** Scenarios are TypeScript, which Node runs by itself since 22.18. */
const ofOlderNodes = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

/** Runs an application of a few lines in a process of its own, where the real module hooks run, and collects what it emits. */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioOutcome> {
  const {
    mode,
    backend,
    clientRoot = packageRoot,
    config = {},
    nodeFlags = [],
    timeoutMs = 240_000,
  } = options;
  const { plugin, client } = services[backend.service];
  const directory = await mkdtemp(join(tmpdir(), 'gcp-otel-scenario-'));
  const output = join(directory, 'output.json');
  const scenario = join(packageRoot, 'scenarios', `${options.scenario}.ts`);
  try {
    const sdkFlags = options.sdkRoot === undefined ? [] : ['--require', inChild('other-sdk.cjs')];
    const entry = await writeEntry(mode, clientRoot, options.client ?? client);
    const child = spawn(
      options.node ?? process.execPath,
      [
        ...(options.node === undefined ? [] : ofOlderNodes),
        ...nodeFlags,
        ...sdkFlags,
        ...(options.underFlag ? flagged : tracing[mode]),
        entry,
      ],
      {
        cwd: directory,
        env: {
          ...inheritedEnvironment(),
          ...backend.env,
          ...options.env,
          SCENARIO: JSON.stringify({
            scenario: options.scenario.startsWith('/') ? options.scenario : scenario,
            output,
            ...(!options.bare && { instrumentation: plugin.package, className: plugin.className }),
            config,
            sdkRoot: options.sdkRoot,
            withoutTransports: options.withoutTransports,
            projectId: options.env?.['GOOGLE_CLOUD_PROJECT'] ?? backend.env['GOOGLE_CLOUD_PROJECT'],
          }),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
      },
    );
    const [stdout, stderr, [exitCode]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    const written = await readFile(output, 'utf8').catch(() => {
      throw new Error(`the scenario ended with ${exitCode} before it could write its telemetry\n${stderr}`);
    });
    const emitted: Omit<ScenarioOutcome, 'stdout' | 'stderr' | 'exitCode'> = JSON.parse(written);
    return { ...emitted, stdout, stderr, exitCode };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const inChild = (file: string) => join(childDirectory, file);

const flagged = [
  '--import',
  join(packageRoot, '..', 'auto-instrumentations', 'dist', 'register.js'),
  '--require',
  inChild('under-flag.cjs'),
];

const tracing: Readonly<Record<Mode, readonly string[]>> = {
  cjs: ['--require', inChild('tracing.cjs')],
  esm: ['--import', inChild('tracing.mjs')],
  'esm-hooks': ['--import', inChild('hooks.mjs'), '--import', inChild('tracing.mjs')],
};

let entries = 0;

/** The application's main module. A static import is resolved from the file it stands in, so it stands below the client's root. */
async function writeEntry(mode: Mode, clientRoot: string, client: string): Promise<string> {
  const run = JSON.stringify(pathToFileURL(join(childDirectory, 'run.ts')).href);
  const sources = {
    cjs: `const client = require('${client}');
import(${run}).then(({ run }) => run(client, async (specifier) => require(specifier)));
`,
    mjs: `import * as client from '${client}';
const { run } = await import(${run});
await run(client, (specifier) => import(specifier));
`,
  };
  const format = mode === 'cjs' ? 'cjs' : 'mjs';
  const directory = join(clientRoot, 'node_modules', '.scenarios');
  const entry = join(directory, `${client.replaceAll(/\W+/g, '-')}.${format}`);
  const unfinished = `${entry}.${process.pid}-${++entries}`;
  await mkdir(directory, { recursive: true });
  // Another process may be reading the same entry: it is there as a whole, or not yet.
  await writeFile(unfinished, sources[format]);
  await rename(unfinished, entry);
  return entry;
}

/** Neither jest's nor the developer's own settings of Node and OpenTelemetry reach the application. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(?:NODE_|OTEL_|JEST_|GCP_OTEL_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
