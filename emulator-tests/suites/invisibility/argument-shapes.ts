import { runInNewContext } from 'node:vm';

/** Records an operation on an object. */
export type Note = (what: string) => void;

/** Returns an equivalent value in another shape. Deep, but only for plain objects, lists and functions. */
export type Shape = (value: unknown, note: Note) => unknown;

type Properties = Record<PropertyKey, unknown>;

const isPlain = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Copies a value deeply, and reshapes each part of the copy, from the inside out. */
const reshaped =
  (reshape: (part: object, note: Note) => unknown): Shape =>
  (value, note) => {
    const shape = (part: unknown): unknown => {
      if (typeof part === 'function') return reshape(part, note);
      if (Array.isArray(part)) return reshape(part.map(shape), note);
      if (!isPlain(part)) return part;
      const copy = Object.fromEntries(Reflect.ownKeys(part).map((key) => [key, shape(part[key])]));
      return reshape(copy, note);
    };
    return shape(value);
  };

const others = runInNewContext('({ Object, Array })') as {
  Object: ObjectConstructor;
  Array: ArrayConstructor;
};

class Own {
  get isOwn(): boolean {
    return true;
  }
}

/** A Proxy that records every change, as a caller could see it. */
const watching = (part: object, note: Note): object => {
  const tell =
    <Args extends unknown[]>(what: string, how: (...args: Args) => boolean) =>
    (...args: Args): boolean => {
      note(`${what} ${String(args[1])}`);
      return how(...args);
    };
  return new Proxy(part, {
    set: tell('set', Reflect.set),
    defineProperty: tell('define', Reflect.defineProperty),
    deleteProperty: tell('delete', Reflect.deleteProperty),
    setPrototypeOf: tell('set prototype', Reflect.setPrototypeOf),
    preventExtensions: (target) => {
      note('prevent extensions');
      return Reflect.preventExtensions(target);
    },
  });
};

const onlyObjects =
  (reshape: (part: Properties) => unknown) =>
  (part: object): unknown =>
    Array.isArray(part) || typeof part === 'function' ? part : reshape(part as Properties);

/** Shapes of arguments that applications and their libraries pass to a client. */
export const argumentShapes: Readonly<Record<string, Shape>> = {
  frozen: reshaped(Object.freeze),
  sealed: reshaped(Object.seal),
  'not extensible': reshaped(Object.preventExtensions),
  'a Proxy': reshaped((part) => new Proxy(part, {})),
  'a Proxy of something frozen': reshaped((part) => new Proxy(Object.freeze(part), {})),
  'a Proxy that tells what is done to it': reshaped(watching),
  'without a prototype': reshaped(onlyObjects((part) => Object.assign(Object.create(null), part))),
  'of getters': reshaped(
    onlyObjects((part) =>
      Object.defineProperties(
        {},
        Object.fromEntries(
          Reflect.ownKeys(part).map((key) => [
            key,
            { get: () => part[key], enumerable: true, configurable: true },
          ]),
        ),
      ),
    ),
  ),
  'of another realm': reshaped((part) => {
    if (typeof part === 'function') return part;
    return Array.isArray(part) ? others.Array.from(part) : others.Object.assign(new others.Object(), part);
  }),
  'of a class': reshaped(onlyObjects((part) => Object.assign(new Own(), part))),
  'what it inherits': reshaped(onlyObjects((part) => Object.create(part))),
};
