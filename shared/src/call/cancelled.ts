/** Finds out whether the application cancelled a call with an `AbortSignal`. */

/** How deep a signal can be nested in an argument: `options.fetch_options.signal`. */
const MAX_DEPTH = 3;
/** No options object has this many properties. */
const MAX_KEYS = 64;

interface Signal {
  readonly aborted?: unknown;
  readonly reason?: { readonly name?: unknown } | null;
}

/** Checks the tag because `instanceof` fails across realms. Polyfills have the tag too. */
const isSignal = (value: object): value is Signal =>
  Object.prototype.toString.call(value) === '[object AbortSignal]';

/** With `AbortSignal.timeout()` the application still wanted a response, so a timeout is a failure. */
const isTimeout = ({ reason }: Signal): boolean => reason?.name === 'TimeoutError';

const hasCancelledSignal = (value: unknown, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (isSignal(value)) return value.aborted === true && !isTimeout(value);
  if (depth === 0 || ArrayBuffer.isView(value) || Array.isArray(value)) return false;
  return Object.values(value)
    .slice(0, MAX_KEYS)
    .some((part) => hasCancelledSignal(part, depth - 1));
};

/** Whether the application has cancelled the call with an `AbortSignal` among its arguments. */
export const isCancelled = (args: readonly unknown[]): boolean => {
  try {
    return args.some((argument) => hasCancelledSignal(argument, MAX_DEPTH));
  } catch {
    // An argument that throws when read has no visible signal.
    return false;
  }
};
