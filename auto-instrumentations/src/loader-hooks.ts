import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { diag } from '@opentelemetry/api';
import { hasSynchronousHooks } from './names';

/**
 * The clients that are ES modules themselves (CommonJS ones are seen when they require their own files), and the SDK
 * that an application may start beside ours. Nothing else: where `http` was imported before its instrumentation, it
 * would make two spans of each request.
 */
export const INCLUDED: readonly RegExp[] = [
  /\/@google-cloud\//,
  /\/@google\/genai\//,
  /\/@opentelemetry\/sdk-node\//,
];

const load = createRequire(__filename);

interface SynchronousHooks {
  register(options: { include: readonly RegExp[] }): void;
}

/** Lets ES modules be instrumented that are loaded from now on. */
export const registerLoaderHooks = (): void => {
  try {
    if (hasSynchronousHooks())
      (load('import-in-the-middle/register-hooks.mjs') as SynchronousHooks).register({ include: INCLUDED });
    else
      register('import-in-the-middle/hook.mjs', pathToFileURL(__filename), { data: { include: INCLUDED } });
  } catch (thrown) {
    diag.error('@gcp-otel/auto-instrumentations: ES modules cannot be instrumented', thrown);
  }
};
