/** Switches on Node's cache for compiled code. */
import { constants, enableCompileCache as enable } from 'node:module';
import { say } from './say';
import { textIn } from './variables';

/** Set on Cloud Run and Cloud Functions, where files are in memory and gone when the instance is. */
const IN_MEMORY = ['K_SERVICE', 'CLOUD_RUN_JOB', 'FUNCTION_TARGET'];

const OFF: ReadonlySet<string> = new Set(['false', '0', 'off', 'no']);
const ON: ReadonlySet<string> = new Set(['true', '1', 'on', 'yes']);

/**
 * `GCP_OTEL_COMPILE_CACHE`: `true`, `false`, or a directory. By default the cache is on, in the directory that Node
 * chooses, except where files are in memory. Node's own variables take precedence. Where the directory cannot be written to,
 * nothing is cached; if it was asked for, a line on stderr says so.
 */
export const enableCompileCache = (): void => {
  if (textIn('NODE_COMPILE_CACHE') !== undefined || textIn('NODE_DISABLE_COMPILE_CACHE') !== undefined)
    return;
  const value = textIn('GCP_OTEL_COMPILE_CACHE');
  const word = value?.toLowerCase() ?? String(IN_MEMORY.every((variable) => textIn(variable) === undefined));
  if (OFF.has(word)) return;
  const { status, message } = enable(ON.has(word) ? undefined : value);
  if (status === constants.compileCacheStatus.FAILED && value !== undefined)
    say(`GCP_OTEL_COMPILE_CACHE: nothing is cached: ${message}`);
};
