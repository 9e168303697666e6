/** Replaces methods of single objects that a library returns, as invisibly as possible. */
import { types } from 'node:util';
import type { Method } from '../plugin-api/table';
import { PrivateFieldHost } from './private-field-host';

/** Runs instead of a method, with the state of the object that it was called on. */
export type Interposed<State> = (
  state: State,
  original: Method,
  target: unknown,
  args: readonly unknown[],
) => unknown;

export interface InterposedMethods<State> {
  readonly [method: PropertyKey]: Interposed<State>;
}

type Methods = { [method: PropertyKey]: unknown };

/** Keeps the state of an object in a private field of the object itself. */
interface Slot<State> {
  has(target: object): boolean;
  get(target: object): State | undefined;
  set(target: object, state: State): void;
}

const makeSlot = <State>(): Slot<State> =>
  class PrivateState extends PrivateFieldHost {
    #state: State;

    private constructor(target: object, state: State) {
      super(target);
      this.#state = state;
    }

    static has(target: object): boolean {
      return #state in target;
    }

    static get(target: object): State | undefined {
      // A method may be called without `this`.
      return Object(target) === target && #state in target ? target.#state : undefined;
    }

    static set(target: object, state: State): void {
      // oxlint-disable-next-line no-new -- the constructor adds the field to `target`
      new PrivateState(target, state);
    }
  };

/** A method that looks like `original`: it has the same name and length, and cannot be used as a constructor. */
const disguised = (original: unknown, run: (self: unknown, args: readonly unknown[]) => unknown): Method => {
  const { method } = {
    method(this: unknown, ...args: unknown[]): unknown {
      return run(this, args);
    },
  };
  return Object.defineProperties(method, Object.getOwnPropertyDescriptors(original as Method));
};

const isFixed = (property: PropertyDescriptor | undefined): boolean =>
  property !== undefined && property.configurable === false && property.writable !== true;

/**
 * Replaces methods of single objects. An inherited method is replaced on a new prototype, inserted between the object
 * and its original prototype and shared by all objects of the class, so that the object gets no property. An own method
 * is replaced on the object.
 *
 * A Proxy is wrapped in another Proxy. A property defined through it would land on its target, where its own traps would
 * find our method instead of the original.
 */
export class Interposer<State extends object> {
  private readonly names: readonly PropertyKey[];
  private readonly derived = new WeakMap<object, object>();
  /** Created lazily. */
  private slot: Slot<State> | undefined;

  constructor(private readonly methods: InterposedMethods<State>) {
    this.names = Reflect.ownKeys(methods);
  }

  /**
   * Replaces the methods on `target`.
   *
   * @returns the object to return to the application: `target`, or a new Proxy if `target` is one; `undefined` if
   * `target` is frozen and cannot be changed
   */
  apply<Target extends object>(target: Target, state: State): Target | undefined {
    if (types.isProxy(target)) return this.wrapProxy(target, state);
    const own = this.names.filter((name) => Object.hasOwn(target, name));
    if (!Object.isExtensible(target) || own.some((name) => isFixed(describe(target, name)))) return undefined;
    if (own.length < this.names.length && !this.insertPrototype(target, state)) return undefined;
    for (const name of own) this.replaceOwn(target, name, state);
    return target;
  }

  private insertPrototype(target: object, state: State): boolean {
    const prototype = Object.getPrototypeOf(target) as object | null;
    if (prototype === null) return true;
    const states = (this.slot ??= makeSlot<State>());
    // A second state for the same object needs a prototype of its own.
    if (states.has(target))
      return Reflect.setPrototypeOf(
        target,
        this.derive(prototype, () => state),
      );
    let derived = this.derived.get(prototype);
    if (derived === undefined) {
      derived = this.derive(prototype, (self) => states.get(self));
      this.derived.set(prototype, derived);
    }
    if (!Reflect.setPrototypeOf(target, derived)) return false;
    states.set(target, state);
    return true;
  }

  private derive(prototype: object, stateOf: (target: object) => State | undefined): object {
    const derived = Object.create(prototype) as Methods;
    for (const name of this.names) {
      const inherited = (prototype as Methods)[name];
      if (typeof inherited !== 'function') continue;
      const interposed = this.methods[name]!;
      const value = disguised(inherited, (self, args) => {
        // Looked up on each call, because others may patch the class after us.
        const original = (prototype as Methods)[name] as Method;
        const state = stateOf(self as object);
        return state === undefined
          ? original.apply(self, args as unknown[])
          : interposed(state, original, self, args);
      });
      Object.defineProperty(derived, name, { value, writable: true, configurable: true, enumerable: false });
    }
    return derived;
  }

  private replaceOwn(target: object, name: PropertyKey, state: State): void {
    const before = describe(target, name);
    const original: unknown = before?.value;
    if (typeof original !== 'function') return;
    const interposed = this.methods[name]!;
    const value = disguised(original, (self, args) => interposed(state, original as Method, self, args));
    Object.defineProperty(target, name, { ...before, value });
  }

  private wrapProxy<Target extends object>(proxy: Target, state: State): Target {
    const outer: Target = new Proxy(proxy, {
      get: (inner, name) => {
        const value: unknown = Reflect.get(inner, name, inner);
        if (typeof value !== 'function' || !Object.hasOwn(this.methods, name)) return value;
        if (isFixed(describe(inner, name))) return value;
        const interposed = this.methods[name]!;
        return disguised(value, (self, args) =>
          interposed(state, value as Method, self === outer ? inner : self, args),
        );
      },
    });
    return outer;
  }
}

/** Creates and caches one interposer for each method name. */
export const interposerByName = <State extends object>(
  interposed: Interposed<State>,
): ((method: string) => Interposer<State>) => {
  const cache = new Map<string, Interposer<State>>();
  return (method) => {
    const interposer = cache.get(method) ?? new Interposer<State>({ [method]: interposed });
    cache.set(method, interposer);
    return interposer;
  };
};

const describe = (target: object, name: PropertyKey): PropertyDescriptor | undefined =>
  Object.getOwnPropertyDescriptor(target, name);
