/**
 * Lets a class give its private fields to an object that it has not made: nobody else sees them, they cost the object
 * nothing, and a WeakMap of so many objects costs a microsecond each.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- its constructor is all that it is for
export class PrivateFieldHost {
  constructor(stamped: object) {
    // oxlint-disable-next-line no-constructor-return -- a subclass then puts its private fields on this object
    return stamped;
  }
}
