/** Registers loader hooks, so that ES modules can be instrumented. */
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { diag } from '@opentelemetry/api';
import { hasSynchronousHooks } from './names';

/**
 * The clients that are ES modules (for CommonJS clients, the `require` hook is enough), and the API, with which an
 * application may set up an SDK of its own. Nothing else: if `http` was imported before its instrumentation, each request would get
 * two spans.
 */
export const INCLUDED: readonly RegExp[] = [
  /\/@google-cloud\//,
  /\/@google\/genai\//,
  /\/@opentelemetry\/api\/(?:dist|build\/src)\/index\.[cm]?js$/,
  /\/@opentelemetry\/sdk-node\//,
];

const load = createRequire(__filename);

interface SynchronousHooks {
  register(options: { include: readonly RegExp[] }): void;
}

/**
 * Whether Node runs a script from the command line. Below `--require`, it first loads a module by a name that
 * the synchronous hooks of import-in-the-middle cannot resolve, and ends with an error.
 */
const runsScriptOfCommandLine = (): boolean =>
  process.execArgv.some((argument) => /^(?:-[ep]+|--eval|--print)(?:=|$)/.test(argument));

/** From here on, ES modules that are loaded can be instrumented. */
export const registerLoaderHooks = (): void => {
  try {
    if (hasSynchronousHooks() && !runsScriptOfCommandLine())
      (load('import-in-the-middle/register-hooks.mjs') as SynchronousHooks).register({ include: INCLUDED });
    else
      register('import-in-the-middle/hook.mjs', pathToFileURL(__filename), { data: { include: INCLUDED } });
  } catch (thrown) {
    diag.error('@gcp-otel/auto-instrumentations: ES modules cannot be instrumented', thrown);
  }
};
