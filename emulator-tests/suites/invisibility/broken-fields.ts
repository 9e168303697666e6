import * as fc from 'fast-check';
import { Remark, type Call, type Calls } from '../calls.ts';
import { seed } from './generated.ts';

/** What a field may become if another release or library changes it. */
const values: Readonly<Record<string, PropertyDescriptor>> = {
  null: { value: null },
  undefined: { value: undefined },
  'a number': { value: 7 },
  'an empty object': { value: {} },
  'a getter that throws': {
    get() {
      throw new RangeError('of a field');
    },
  },
};

/** The fields of an object and of its prototypes. */
function fieldsOf(target: object): string[] {
  const own = Object.keys(target);
  return own.length > 0 ? own : Object.keys(Object.getPrototypeOf(target) ?? {});
}

/** The same object with one broken field. */
const broken = (target: object, field: string, value: PropertyDescriptor): object =>
  Object.create(target, { [field]: { configurable: true, enumerable: true, ...value } }) as object;

/** Each call on targets with one broken field, chosen by the seed. */
export const withBrokenFields = <Kit>(calls: Calls<Kit>, perCall: number): Calls<Kit> =>
  Object.fromEntries(
    Object.entries(calls).flatMap(([title, call]) => {
      const choice = fc.tuple(fc.nat(), fc.constantFrom(...Object.entries(values)));
      return fc
        .sample(choice, { seed: seed ^ fc.hash(title), numRuns: perCall })
        .map(([at, [name, value]], nth): [string, Call<Kit>] => [
          `${title} / field ${nth}`,
          {
            returns: call.returns,
            make(kit, names, listeners) {
              const made = call.make(kit, names, listeners);
              const fields = fieldsOf(made.target);
              const field = fields[at % fields.length] ?? 'none';
              listeners.hear(new Remark(`${field} is ${name}`));
              return { ...made, target: broken(made.target, field, value) };
            },
          },
        ]);
    }),
  );
