/** Finds the prototype to patch: in a module's exports, from an instance, or when the class gets defined. */
import type { ClassRows } from '../plugin-api/table';

/** The exports of a file of a library. */
export interface Exports {
  readonly [name: string]: unknown;
}

/** The prototype that defines these methods: that of the instance's class, or of a base class. */
export const whereDefined = (instance: object, methods: readonly string[]): unknown => {
  let prototype: unknown = Object.getPrototypeOf(instance);
  while (prototype !== null && !methods.some((name) => Object.hasOwn(prototype as object, name)))
    prototype = Object.getPrototypeOf(prototype);
  return prototype;
};

/** Finds a class. For exported functions, the exports object takes the place of the prototype. */
export const findIn = (exports: unknown, className: string, { functions, methods }: ClassRows): unknown => {
  if (functions !== true) return classIn(exports, className);
  const exported = exports as Exports;
  return Object.keys(methods).some((name) => typeof exported[name] === 'function')
    ? { prototype: exports }
    : undefined;
};

/** Finds a class by name. It can also be the exports object itself, or a property of `default`. */
const classIn = (exports: unknown, className: string): unknown => {
  const named = exports as (Exports & { readonly default?: Exports; readonly name?: unknown }) | undefined;
  if ((typeof named !== 'object' || named === null) && typeof named !== 'function') return undefined;
  if (typeof named[className] === 'function') return named[className];
  if (typeof named.default?.[className] === 'function') return named.default[className];
  return typeof named === 'function' && named['name'] === className ? named : undefined;
};

/** Whether the module is still running: the export exists, but has no value yet. */
export const isHalfBuilt = (exports: unknown, className: string): exports is object =>
  typeof exports === 'object' && exports !== null && className in exports;

/**
 * Calls `take` when the module defines the class. In an ESM application, the hooks first see the main module of a
 * CommonJS package while a file that it requires loads, before its classes exist.
 */
export const onceDefined = (exports: object, className: string, take: (found: unknown) => void): void => {
  Object.defineProperty(exports, className, {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set: (value: unknown) => {
      Object.defineProperty(exports, className, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      take(value);
    },
  });
};
