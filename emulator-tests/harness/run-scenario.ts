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
 * How the application loads the client: by `require`; by a static `import` without a loader flag, which is enough for CommonJS
 * clients; or by a static `import` with the loader hook that clients need that are ES modules.
 */
export type Mode = 'cjs' | 'esm' | 'esm-hooks';

export interface ScenarioOptions {
  /** `<service>/<name>` of a file in `scenarios/`, or the absolute path of one elsewhere. */
  readonly scenario: string;
  readonly mode: Mode;
  readonly backend: Backend;
  /** Options of the plugin, as JSON. A scenario that needs functions exports its `config`. */
  readonly config?: object;
  /** The directory whose `node_modules` have the client. @default this package */
  readonly clientRoot?: string;
  /** The client's module. @default that of the service */
  readonly client?: string;
  /** The directory whose `node_modules` have OpenTelemetry, for the application, the harness and the plugin. @default this package */
  readonly sdkRoot?: string;
  /** Run without the gRPC and HTTP instrumentations, so that only the client and the plugin send headers. */
  readonly withoutTransports?: true;
  /** Run without the plugin, not even a disabled one. */
  readonly bare?: true;
  /** Run by `--import …/register` instead of the harness's own SDK. Telemetry goes where `env` says, and is not in the outcome. */
  readonly underFlag?: true;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeFlags?: readonly string[];
  /** Path of the Node.js executable. @default this one */
  readonly node?: string;
  /** Only for scenarios that hang: a busy machine takes ten times as long as an idle one. @default 240000 */
  readonly timeoutMs?: number;
}

export interface ScenarioOutcome {
  readonly spans: readonly SpanRecord[];
  readonly metrics: readonly MetricRecord[];
  readonly logs: readonly LogRecord[];
  /** What the scenario resolved with. */
  readonly result: unknown;
  /** Names of spans that have not ended. */
  readonly openSpans: readonly string[];
  /** OpenTelemetry's own warnings and errors. */
  readonly diagnostics: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  /** Null if a signal ended the process. */
  readonly exitCode: number | null;
}

/** Scenarios are TypeScript, which Node runs without flags since 22.18. */
const ofOlderNodes = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

/** Runs a small application in its own process, with the real module hooks, and collects its telemetry. */
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

/** Writes the application's main module below the client's root, because static imports resolve from the file's location. */
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
  // Written atomically, because another process may be reading the same file.
  await writeFile(unfinished, sources[format]);
  await rename(unfinished, entry);
  return entry;
}

/** Removes settings of Node and OpenTelemetry, by jest or the developer, from the application's environment. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(?:NODE_|OTEL_|JEST_|GCP_OTEL_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
