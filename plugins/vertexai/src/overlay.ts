/** Passes an object to a library with some of its properties replaced, without changing the object. */

type Values = { readonly [property: PropertyKey]: unknown };

const isFixed = (target: object, property: PropertyKey): boolean => {
  const { configurable, writable } = Object.getOwnPropertyDescriptor(target, property) ?? {};
  return configurable === false && writable !== true;
};

/**
 * A Proxy of another object, because a Proxy of `target` itself must not report a different value for a fixed property.
 * Everything except `values` is read from and written to `target`.
 */
const overFixed = <Target extends object>(target: Target, values: Values): Target =>
  new Proxy(Object.create(Object.getPrototypeOf(target) as object | null) as Target, {
    get: (_, name) => (Object.hasOwn(values, name) ? values[name] : Reflect.get(target, name)),
    set: (_, name, value) => Reflect.set(target, name, value),
    has: (_, name) => Reflect.has(target, name),
    ownKeys: () => Reflect.ownKeys(target),
    deleteProperty: (_, name) => Reflect.deleteProperty(target, name),
    defineProperty: (_, name, descriptor) => Reflect.defineProperty(target, name, descriptor),
    getOwnPropertyDescriptor(_, name) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, name);
      if (descriptor === undefined) return undefined;
      // A Proxy must not report a property as non-configurable if the proxied object lacks it.
      return Object.hasOwn(values, name)
        ? {
            value: values[name],
            enumerable: descriptor.enumerable ?? false,
            writable: true,
            configurable: true,
          }
        : { ...descriptor, configurable: true };
    },
  });

/**
 * A view of `target` in which some properties have other values. The library's writes go to `target`, which may be
 * frozen, or a Proxy.
 */
export const overlay = <Target extends object>(target: Target, values: Values): Target => {
  if (Reflect.ownKeys(values).some((property) => isFixed(target, property))) return overFixed(target, values);
  return new Proxy(target, {
    get: (from, name) => (Object.hasOwn(values, name) ? values[name] : Reflect.get(from, name, from)),
  });
};
