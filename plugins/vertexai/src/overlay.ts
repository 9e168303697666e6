type Values = { readonly [property: PropertyKey]: unknown };

const isFixed = (target: object, property: PropertyKey): boolean => {
  const { configurable, writable } = Object.getOwnPropertyDescriptor(target, property) ?? {};
  return configurable === false && writable !== true;
};

/**
 * A Proxy that may say what a Proxy of `target` itself may not: that a fixed property has another value. Everything
 * but these values is read from, and written to, `target`.
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
      // What the proxied object does not have, a Proxy cannot call fixed.
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
 * `target` with other values for some of its properties, for a library that reads it. `target` stays unchanged; what
 * the library writes goes to `target`. It may be frozen, or a Proxy.
 */
export const overlay = <Target extends object>(target: Target, values: Values): Target => {
  if (Reflect.ownKeys(values).some((property) => isFixed(target, property))) return overFixed(target, values);
  return new Proxy(target, {
    get: (from, name) => (Object.hasOwn(values, name) ? values[name] : Reflect.get(from, name, from)),
  });
};
