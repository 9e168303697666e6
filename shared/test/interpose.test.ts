import { types } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Interposer } from '../src/objects/interposer';

interface Log {
  readonly lines: string[];
}

/** Writes down each `step`, and lets the original take it. */
const steps = new Interposer<Log>({
  step({ lines }, original, target, args) {
    lines.push(`step ${args.join()}`);
    return original.apply(target, args as unknown[]);
  },
});

class Walker {
  taken = 0;
  step(by: number, ..._more: number[]): number {
    return this.taken + by;
  }
}

/** As @google/genai wraps its streams: functions are bound to the target, which the traps read again and again. */
const wrapped = (target: Walker): Walker =>
  new Proxy(target, {
    get: (from, name) =>
      name === 'step' ? (by: number) => from.step(by) : (Reflect.get(from, name) as unknown),
  });

const visible = (target: object): object => ({
  keys: Reflect.ownKeys(target),
  descriptors: Object.getOwnPropertyDescriptors(target),
  isProxy: types.isProxy(target),
  isExtensible: Object.isExtensible(target),
  constructor: target.constructor,
  step: Object.getOwnPropertyDescriptors(Reflect.get(target, 'step')),
});

const shapes: Readonly<Record<string, () => Walker>> = {
  'an instance of a class': () => new Walker(),
  'an instance of a subclass': () => new (class Runner extends Walker {})(),
  'an object with a method of its own': () => ({ taken: 0, step: (by: number) => by }),
  'a sealed method': () =>
    Object.defineProperty(new Walker(), 'step', { value: (by: number) => by, writable: true }),
  'no prototype': () => Object.assign(Object.create(null), { step: (by: number) => by, constructor: null }),
  'a Proxy': () => new Proxy<Walker>({ taken: 0, step: (by: number) => by }, {}),
  'a Proxy that binds to its target': () => wrapped(new Walker()),
  'a Proxy of a Proxy': () => wrapped(wrapped(new Walker())),
  'a method that was patched': () => {
    const walker = new Walker();
    const { step } = walker;
    walker.step = function (this: Walker, by) {
      return step.call(this, by);
    };
    return walker;
  },
};

const withoutValues = (seen: object): unknown =>
  JSON.parse(
    JSON.stringify(seen, (_key, value: unknown) => (typeof value === 'function' ? 'function' : value)),
  );

describe.each(Object.entries(shapes))('%s', (_, make) => {
  test('gets the step, once for each call', () => {
    const log: Log = { lines: [] };
    const walker = steps.apply(make(), log)!;
    expect([walker.step(1), log.lines]).toEqual([1, ['step 1']]);
    walker.step(2);
    expect(log.lines).toEqual(['step 1', 'step 2']);
  });

  test('looks as it did', () => {
    const walker = make();
    const before = withoutValues(visible(walker));
    const result = steps.apply(walker, { lines: [] })!;
    expect(withoutValues(visible(result))).toEqual(before);
    expect(result === walker).toBe(!types.isProxy(walker));
  });

  test('keeps what it was given first when it is given another state', () => {
    const [first, second]: [Log, Log] = [{ lines: [] }, { lines: [] }];
    const walker = steps.apply(steps.apply(make(), first)!, second)!;
    walker.step(1);
    expect([first.lines, second.lines]).toEqual([['step 1'], ['step 1']]);
  });
});

const frozen: Readonly<Record<string, () => Walker>> = {
  frozen: () => Object.freeze(new Walker()),
  'not extensible': () => Object.preventExtensions(new Walker()),
  'with a fixed method': () => Object.defineProperty(new Walker(), 'step', { value: (by: number) => by }),
};

test.each(Object.entries(frozen))('%s: it is left as it is', (_, make) => {
  const walker = make();
  expect(steps.apply(walker, { lines: [] })).toBeUndefined();
  expect(walker.step(1)).toBe(1);
});

test('a Proxy of a frozen object keeps its method: its invariants would be broken', () => {
  const log: Log = { lines: [] };
  const walker = new Proxy<object>(Object.freeze({ step: (by: number) => by }), {}) as Walker;
  expect(steps.apply(walker, log)!.step(1)).toBe(1);
  expect(log.lines).toEqual([]);
});

test('instances of a class share one prototype, which shows no more than the class does', () => {
  const [one, other] = [new Walker(), new Walker()].map((walker) => steps.apply(walker, { lines: [] })!);
  expect(Object.getPrototypeOf(one)).toBe(Object.getPrototypeOf(other));
  expect(Object.keys(Object.getPrototypeOf(one))).toEqual([]);
});

test('a method that is called on nothing fails as it does without us', () => {
  const { step } = steps.apply(new Walker(), { lines: [] })!;
  expect(() => Reflect.apply(step, undefined, [1])).toThrow(TypeError);
});

test('a class that is patched afterwards is asked as it is then', () => {
  class Dancer extends Walker {}
  const dancer = steps.apply(new Dancer(), { lines: [] })!;
  Dancer.prototype.step = () => 7;
  expect(dancer.step(1)).toBe(7);
});
