import type { Method } from '@gcp-otel/shared';
import { services } from '../../services/index.ts';

type Class = (abstract new (...args: never[]) => object) & { readonly prototype: object };

/** Patches of other libraries on a client, before or after those of the plugin. */
export interface ClientShape {
  readonly before?: (client: object) => void;
  /** Returns the client that the application then uses. */
  readonly after?: (client: object) => object;
}

const isClass = (exported: unknown): exported is Class =>
  typeof exported === 'function' && typeof exported.prototype === 'object' && exported.prototype !== null;

/** Replaces each method of every class that the client exports. */
const patched =
  (wrap: (original: Method) => Method) =>
  (client: object): object => {
    for (const { prototype } of Object.values(client).filter(isClass))
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
        if (name === 'constructor' || typeof descriptor?.value !== 'function' || !descriptor.configurable)
          continue;
        Object.defineProperty(prototype, name, { ...descriptor, value: wrap(descriptor.value as Method) });
      }
    return client;
  };

/** Wraps methods, as most instrumentations do. */
const wrapping = patched(
  (original) =>
    function (this: unknown, ...args: unknown[]): unknown {
      return original.apply(this, args);
    },
);

/** Replaces methods by a Proxy, as other instrumentations do. */
const proxying = patched(
  (original) =>
    new Proxy(original, { apply: (target, self, args) => Reflect.apply(target, self, args) as unknown }),
);

/** Changes the results of methods, or those of their promises. */
const returning = (change: (result: object) => unknown) => {
  const changed = (result: unknown): unknown => {
    if (result instanceof Promise) return result.then(changed);
    return typeof result === 'object' && result !== null ? change(result) : result;
  };
  return patched(
    (original) =>
      function (this: unknown, ...args: unknown[]): unknown {
        return changed(original.apply(this, args));
      },
  );
};

/** A Proxy whose `get` binds methods to the target, as @google/genai wraps streams. */
const bound = (result: object): object =>
  new Proxy(result, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function'
        ? (...args: unknown[]) =>
            Reflect.apply(Reflect.get(target, name, target) as Method, target, args) as unknown
        : value;
    },
  });

/** Only changes results that are just read. Clients and references are used further, by the client itself. */
const onlyRead =
  (change: (result: object) => unknown) =>
  (result: object): unknown =>
    Symbol.asyncIterator in result && !('pipe' in result) ? change(result) : result;

/** The classes that applications instantiate as clients. */
const classesOfClients = new Set(
  Object.values(services).flatMap(({ examples }) => Object.values(examples).map(({ imports }) => imports)),
);

const subclassed = (client: object): object =>
  Object.fromEntries(
    Object.entries(client).map(([name, exported]) => [
      name,
      isClass(exported) && classesOfClients.has(name)
        ? class extends (exported as new (...args: unknown[]) => object) {
            readonly own = 'own';
          }
        : exported,
    ]),
  );

export const clientShapes: Readonly<Record<string, ClientShape>> = {
  'subclassed by the application': { after: subclassed },
  'wrapped by another, before': { before: wrapping },
  'wrapped by another, after': { after: wrapping },
  'wrapped in Proxies by another, before': { before: proxying },
  'wrapped in Proxies by another, after': { after: proxying },
  'gives iterators that are Proxies': { before: returning(onlyRead((result) => new Proxy(result, {}))) },
  'gives iterators that are Proxies bound to their targets': { before: returning(onlyRead(bound)) },
  'gives iterators that are frozen': { before: returning(onlyRead(Object.freeze)) },
  'gives iterators that are sealed': { before: returning(onlyRead(Object.seal)) },
};
