/** Runs what is loaded before an application, without the application, and says what it has registered. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PLUGIN_NAMES, PLUGINS } from '../plugins';
import type { Application } from './application';
import { error, fine, type Finding, warning } from './finding';
import { textOf } from './launch';
import { OWN } from './set-up';
import { yarnFileOf } from './yarn';

const CHECK = 'run';
const TIMEOUT_MS = 10_000;

/** What is found in the process, after the set-up. */
interface Registered {
  /** Of OpenTelemetry's API. */
  readonly version?: string;
  /** The class of the tracer provider. */
  readonly provider?: string;
  readonly hasContextManager: boolean;
  /** The plugins that were loaded. */
  readonly plugins: readonly string[];
}

/**
 * Runs in place of the application. The API keeps what is registered in a global object, which has the same name in all
 * releases 1.x. Ends at once, so that nothing is exported as it would be at the end of a process.
 */
const PROBE = `
const { writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const [root, file, own, ...names] = process.argv.slice(2);
const { version, trace, context } = globalThis[Symbol.for('opentelemetry.js.api.1')] ?? {};
const hasDelegate = trace?.getDelegateTracer === undefined || trace.getDelegateTracer('doctor') !== undefined;
const provider = hasDelegate ? (trace?.getDelegate?.() ?? trace) : undefined;
const fromRoot = createRequire(join(root, 'package.json'));
const pathOf = (name, from) => {
  try {
    return from.resolve(name);
  } catch {}
};
const ownPath = pathOf(own, fromRoot);
const isLoaded = (name) => {
  const paths = [pathOf(name, fromRoot), ownPath && pathOf(name, createRequire(ownPath))];
  return Object.keys(require.cache).some((path) =>
    paths.includes(path) || path.replaceAll('\\\\', '/').includes('/node_modules/' + name + '/'));
};
writeFileSync(file, JSON.stringify({
  version,
  provider: provider && (provider.constructor?.name ?? 'an object'),
  hasContextManager: context !== undefined,
  plugins: names.filter(isLoaded),
}));
process.kill(process.pid, 'SIGKILL');
`;

/** What runs TypeScript, as a module that is loaded first. */
const RUNNERS: { readonly [runner: string]: readonly string[] } = {
  tsx: ['--import', 'tsx'],
  'ts-node': ['--require', 'ts-node/register'],
};

/** Yarn's file comes first, because it finds the others. */
const yarnOptions = (root: string): string[] => {
  const file = yarnFileOf(root);
  if (file === undefined) return [];
  const loader = join(dirname(file), '.pnp.loader.mjs');
  return ['--require', file, ...(existsSync(loader) ? ['--experimental-loader', loader] : [])];
};

/** A set-up registers no tracer provider if its variable says `none`. What goes to the console here is not read. */
const environment = ({ env }: Application): NodeJS.ProcessEnv => {
  const { GCP_OTEL_EXPORTER: _, ...others } = env;
  return {
    ...others,
    NODE_OPTIONS: '',
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
};

/** The line of an error that says what it is. */
const reasonIn = (stderr: string): string => {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? 'it ended without a word').trim();
};

/** Bundlers number classes of the same name. */
const withoutNumber = (name: string): string => name.replace(/\$\d+$/, '');

const findingsOf = (
  application: Application,
  { version, provider, ...found }: Registered,
  command: string,
): Finding[] => {
  if (provider === undefined)
    return [
      error(
        CHECK,
        'what is loaded before the application has registered no tracer provider',
        `OTEL_LOG_LEVEL=debug ${command}`,
      ),
    ];
  const installed = PLUGIN_NAMES.filter(
    (name) =>
      application.copies(name).length > 0 &&
      PLUGINS[name].clients.some((client) => application.copies(client).length > 0),
  );
  return [
    fine(
      CHECK,
      `@opentelemetry/api ${version ?? 'unknown'} has a tracer provider: ${withoutNumber(provider)}`,
    ),
    ...(found.hasContextManager
      ? []
      : [
          warning(
            CHECK,
            'no context manager is registered: each span is a trace of its own',
            'start a NodeSDK, or context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())',
          ),
        ]),
    ...installed.map((name) =>
      found.plugins.includes(name)
        ? fine(CHECK, `${name} is loaded`)
        : error(
            CHECK,
            `${name} is installed, but was not loaded: no call of its client is traced`,
            'add getGcpInstrumentations() to the instrumentations',
          ),
    ),
  ];
};

/** Tries the set-up. Nothing if there is none to try, which the other checks say. */
export const trySetUp = (application: Application, timeoutMs: number = TIMEOUT_MS): Finding[] => {
  const { root, launch, setUp } = application;
  if (setUp.file !== undefined)
    return [
      warning(
        CHECK,
        `${setUp.file.path} sets up OpenTelemetry as a part of the application, which is not started: it was not tried`,
        'set it up in a file of its own, and load that with --import',
      ),
    ];
  if (launch.preloads.length === 0) return [];
  const directory = mkdtempSync(join(tmpdir(), 'gcp-otel-doctor-'));
  try {
    const probe = join(directory, 'probe.cjs');
    const result = join(directory, 'result.json');
    writeFileSync(probe, PROBE);
    const preloads = launch.preloads.flatMap(({ flag, module }) => [flag, module]);
    const { error: failure, stderr } = spawnSync(
      process.execPath,
      [
        ...yarnOptions(root),
        ...(RUNNERS[launch.command?.runner ?? ''] ?? []),
        ...preloads,
        probe,
        root,
        result,
        OWN,
        ...PLUGIN_NAMES,
      ],
      {
        cwd: root,
        env: environment(application),
        encoding: 'utf8',
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      },
    );
    const command = `node ${preloads.join(' ')} --eval 0`;
    const found = textOf(result);
    if (found !== undefined) return findingsOf(application, JSON.parse(found) as Registered, command);
    return failure !== undefined && 'code' in failure && failure.code === 'ETIMEDOUT'
      ? [error(CHECK, `what is loaded before the application has not ended after ${timeoutMs} ms`, command)]
      : [error(CHECK, `what is loaded before the application has failed: ${reasonIn(stderr)}`, command)];
  } finally {
    rmSync(directory, { recursive: true });
  }
};
