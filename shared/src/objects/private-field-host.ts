/**
 * Base class that lets a subclass add private fields to an existing object. Nobody else sees the fields, and they are
 * cheaper than a WeakMap, which costs a microsecond for each of so many objects.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- only its constructor is needed
export class PrivateFieldHost {
  constructor(target: object) {
    // oxlint-disable-next-line no-constructor-return -- a subclass then adds its private fields to this object
    return target;
  }
}
