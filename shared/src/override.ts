/** Puts a method before an object's own, where nobody who lists its properties sees it; returns how to undo it. */
export const override = <Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  method: Target[Name],
): (() => void) => {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {
    value: method,
    writable: true,
    configurable: true,
    enumerable: before?.enumerable ?? false,
  });
  return () => {
    if (target[name] !== method) return;
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
};
