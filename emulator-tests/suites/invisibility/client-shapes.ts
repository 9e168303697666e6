import type { Method } from '@gcp-otel/shared';
import { services } from '../../services/index.ts';

type Class = (abstract new (...args: never[]) => object) & { readonly prototype: object };

/** What somebody else has done to a client: before the plugin sees it, or after that. */
export interface ClientShape {
  readonly before?: (client: object) => void;
  /** Gives the client that the application goes on with. */
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

/** As most instrumentations do it. */
const wrapping = patched(
  (original) =>
    function (this: unknown, ...args: unknown[]): unknown {
      return original.apply(this, args);
    },
);

/** As others do it. */
const proxying = patched(
  (original) =>
    new Proxy(original, { apply: (target, self, args) => Reflect.apply(target, self, args) as unknown }),
);

/** Changes what methods return, or what their promises give. */
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

/** As @google/genai wraps streams: what the traps read of the target is bound to it. */
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

/** What is made of results is for them alone: clients and references are used further, by the client itself. */
const onlyRead =
  (change: (result: object) => unknown) =>
  (result: object): unknown =>
    Symbol.asyncIterator in result && !('pipe' in result) ? change(result) : result;

/** The classes that applications make clients of. */
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
