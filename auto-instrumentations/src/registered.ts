/** What is registered on the API's global object, by whichever version of the API. */
import { propagation, trace } from '@opentelemetry/api';

/** All releases 1.x of the API share it. https://github.com/open-telemetry/opentelemetry-js/tree/main/api */
const GLOBAL = Symbol.for('opentelemetry.js.api.1');

interface ApiGlobal {
  readonly version: string;
  readonly trace?: object;
}

const apiGlobal = (): ApiGlobal | undefined => Reflect.get(globalThis, GLOBAL) as ApiGlobal | undefined;

/** The version of the copy of the API that has registered something. */
export const registeredVersion = (): string | undefined => apiGlobal()?.version;

/** What the API hands out as long as nothing is registered. */
interface Proxy {
  getDelegateTracer?(name: string): unknown;
}

/** Whether a tracer provider is registered that this copy of the API sees. */
const isRegistered = (): boolean => {
  const provider = trace.getTracerProvider() as Proxy;
  return provider.getDelegateTracer === undefined || provider.getDelegateTracer('probe') !== undefined;
};

/**
 * Whether tracing is set up already, by whichever version of the API. One of another version may have registered something that
 * this one does not see, and would refuse what this one registers.
 */
export const isSetUp = (): boolean => isRegistered() || apiGlobal()?.trace !== undefined;

/** Global objects of which the version can be set. The API's own cannot be changed. */
const settable = new WeakMap<object, (version: string) => void>();

/** Puts a global object in the place of the API's, with what is registered there. */
const makeSettable = (original: ApiGlobal): ((version: string) => void) => {
  let { version } = original;
  const { version: _, ...registrations } = original;
  const replacement = Object.defineProperty(registrations, 'version', {
    get: () => version,
    enumerable: true,
  });
  const set = (to: string): void => {
    version = to;
  };
  settable.set(replacement, set);
  Reflect.set(globalThis, GLOBAL, replacement);
  return set;
};

const newer = (one: string, other: string): string =>
  one.localeCompare(other, 'en', { numeric: true }) < 0 ? other : one;

/**
 * Has a copy of the API register something. A copy only registers beside what its own version has registered, and only sees
 * what this version or a newer one has: it gets its own version while it registers, and all see the newest afterwards.
 *
 * @param version of that copy
 */
export const registerAs = <Result>(version: string | undefined, register: () => Result): Result => {
  const current = apiGlobal();
  if (version === undefined || current === undefined || current.version === version) return register();
  const set = settable.get(current) ?? makeSettable(current);
  const newest = newer(current.version, version);
  set(version);
  try {
    return register();
  } finally {
    set(newest);
  }
};

/** Registers nothing of use for a moment, because the API does not tell its version. */
const versionOfThisCopy = (): string | undefined => {
  const current = apiGlobal();
  Reflect.deleteProperty(globalThis, GLOBAL);
  propagation.setGlobalPropagator({ inject: () => {}, extract: (context) => context, fields: () => [] });
  const version = registeredVersion();
  propagation.disable();
  Reflect.set(globalThis, GLOBAL, current);
  return version;
};

/** Has this copy of the API see what one of an older version has registered. */
export const seeRegistered = (): void => {
  if (!isRegistered()) registerAs(versionOfThisCopy(), () => {});
};
