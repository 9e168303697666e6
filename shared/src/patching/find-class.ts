import type { ClassRows } from '../plugin-api/table';

/** What a file of a library exports. */
export interface Exports {
  readonly [name: string]: unknown;
}

/** The prototype of an instance that has these methods: its class's own, or one that this is derived from. */
export const whereDefined = (instance: object, methods: readonly string[]): unknown => {
  let prototype: unknown = Object.getPrototypeOf(instance);
  while (prototype !== null && !methods.some((name) => Object.hasOwn(prototype as object, name)))
    prototype = Object.getPrototypeOf(prototype);
  return prototype;
};

/** A class; of functions what exports them stands for its prototype. */
export const findIn = (exports: unknown, className: string, { functions, methods }: ClassRows): unknown => {
  if (functions !== true) return classIn(exports, className);
  const exported = exports as Exports;
  return Object.keys(methods).some((name) => typeof exported[name] === 'function')
    ? { prototype: exports }
    : undefined;
};

/** A class by its name, also where the exports are the class, or have it on their `default`. */
const classIn = (exports: unknown, className: string): unknown => {
  const named = exports as (Exports & { readonly default?: Exports; readonly name?: unknown }) | undefined;
  if ((typeof named !== 'object' || named === null) && typeof named !== 'function') return undefined;
  if (typeof named[className] === 'function') return named[className];
  if (typeof named.default?.[className] === 'function') return named.default[className];
  return typeof named === 'function' && named['name'] === className ? named : undefined;
};

/** Whether these are exports of a module that is still running: the name is there, and has no value yet. */
export const isHalfBuilt = (exports: unknown, className: string): exports is object =>
  typeof exports === 'object' && exports !== null && className in exports;

/**
 * Takes the class when the module gets to define it. An ESM application loads a CommonJS package in such a way that
 * its main module is first seen from inside, by a file that it requires, before its classes exist.
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
