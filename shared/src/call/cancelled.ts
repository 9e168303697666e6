/** How deep a signal may stand in an argument: `options.fetch_options.signal`. */
const MAX_DEPTH = 3;
/** Options have fewer. */
const MAX_KEYS = 64;

interface Signal {
  readonly aborted?: unknown;
  readonly reason?: { readonly name?: unknown } | null;
}

/** By its tag: signals cross realms, and polyfills have it too. */
const isSignal = (value: object): value is Signal =>
  Object.prototype.toString.call(value) === '[object AbortSignal]';

/** `AbortSignal.timeout()` says that the application would have liked an answer; `abort()` says that it no longer does. */
const isTimeout = ({ reason }: Signal): boolean => reason?.name === 'TimeoutError';

const hasCancelledSignal = (value: unknown, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (isSignal(value)) return value.aborted === true && !isTimeout(value);
  if (depth === 0 || ArrayBuffer.isView(value) || Array.isArray(value)) return false;
  return Object.values(value)
    .slice(0, MAX_KEYS)
    .some((part) => hasCancelledSignal(part, depth - 1));
};

/** Whether the application itself has cancelled a call by now, with an `AbortSignal` among its arguments. */
export const isCancelled = (args: readonly unknown[]): boolean => {
  try {
    return args.some((argument) => hasCancelledSignal(argument, MAX_DEPTH));
  } catch {
    // An argument that cannot be read has no signal that we can see.
    return false;
  }
};
