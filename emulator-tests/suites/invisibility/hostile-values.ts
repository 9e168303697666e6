import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import type { Listeners } from '../calls.ts';

/** A value to pass to a method: its name, and how to make it for a call, whose id its errors contain. */
export interface Value {
  readonly name: string;
  readonly make: (listeners: Listeners, id: string) => unknown;
}

const throwing = (id: string) => (): never => {
  throw new RangeError(`own, of ${id}`);
};

function cyclic(): object {
  const object: Record<string, unknown> = { key: 'value', list: [] };
  object['self'] = object;
  (object['list'] as unknown[]).push(object);
  return object;
}

/** A Proxy of which every trap throws. */
const closed = (target: object, id: string): object =>
  new Proxy(target, new Proxy({}, { get: () => throwing(id) }));

const getters = (id: string, ...keys: readonly string[]): object =>
  Object.defineProperties(
    {},
    Object.fromEntries(keys.map((key) => [key, { enumerable: true, get: throwing(id) }])),
  );

/** Values that no method expects. */
const values: Readonly<Record<string, Value['make']>> = {
  null: () => null,
  undefined: () => undefined,
  NaN: () => NaN,
  '-0': () => -0,
  'a BigInt': () => 2n ** 70n,
  'a symbol': () => Symbol('own'),
  'an empty string': () => '',
  'a huge string': () => 'x'.repeat(100_000),
  'lone surrogates': () => '\uD800a\uDFFF',
  'a cyclic object': cyclic,
  'no prototype': () => Object.assign(Object.create(null), { key: 'value' }),
  'throwing getters': (_, id) => getters(id, 'name', 'sql', 'model', 'then', 'length', 'contents', '_path'),
  'a getter for a prefix': (_, id) => getters(id, 'prefix', 'destination', 'config', 'requestOptions'),
  '__proto__ and constructor': () =>
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"name":1,"prototype":null}}'),
  'a closed Proxy': (_, id) => closed({}, id),
  'a closed list': (_, id) => closed([], id),
  'a revoked Proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'a frozen object': () => Object.freeze({ list: Object.freeze([]) }),
  'a list with holes': () => Array.from({ length: 3 }).toSpliced(1, 1, 'a').concat(Array(2)),
  'an invalid date': () => new Date(NaN),
  'an aborted signal': () => ({ signal: AbortSignal.abort(), abortSignal: AbortSignal.abort() }),
  'a thenable that throws': (_, id) => getters(id, 'then'),
  'a stream that fails': (_, id) =>
    Readable.from([])
      .destroy(new RangeError(`own, of ${id}`))
      .on('error', () => {}),
  'a function':
    ({ hear }) =>
    (...given: unknown[]) =>
      hear(...given),
  'a function without a name': ({ hear }) =>
    Object.defineProperty((...given: unknown[]) => hear(...given), 'name', { value: undefined }),
  'a function that throws':
    ({ hear }, id) =>
    (...given: unknown[]) => {
      hear(...given);
      throw new RangeError(`own, of ${id}`);
    },
  'an asynchronous function that fails':
    ({ hear }, id) =>
    async (...given: unknown[]) => {
      hear(...given);
      throw new RangeError(`own, of ${id}`);
    },
};

const named: readonly Value[] = Object.entries(values).map(([name, make]) => ({ name, make }));

const anything: fc.Arbitrary<Value> = fc
  .anything({
    maxDepth: 2,
    maxKeys: 3,
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  .map((value) => ({ name: fc.stringify(value), make: () => value }));

const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...named) },
  { weight: 1, arbitrary: anything },
);

/** How to change a call's correct arguments. */
export interface Plan {
  /** The number of arguments to keep. */
  readonly keep: number;
  readonly values: readonly Value[];
  /** Whether the values replace as many arguments, and the rest follows. Otherwise nothing follows them. */
  readonly goesOn: boolean;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  keep: fc.nat({ max: 2 }),
  values: fc.array(value, { maxLength: 3 }),
  goesOn: fc.boolean(),
});

/** The plans for one row. They depend only on the row and the seed. */
export const plansFor = (row: string, seed: number, count: number): Plan[] =>
  fc.sample(plan, { seed: seed ^ fc.hash(row), numRuns: count });

export const applyPlan = (
  { keep, values: chosen, goesOn }: Plan,
  args: readonly unknown[],
  listeners: Listeners,
  id: string,
): unknown[] => [
  ...args.slice(0, keep),
  ...chosen.map(({ make }) => make(listeners, id)),
  ...(goesOn ? args.slice(keep + chosen.length) : []),
];

export const tellPlan = ({ keep, values: chosen, goesOn }: Plan): string =>
  `${keep} as they should be, then [${chosen.map(({ name }) => name).join('; ')}]${goesOn ? ', then the rest' : ''}`;
