import { expect, test } from '@jest/globals';
import { sharedScriptedSpanner } from '../emulators/index.ts';
import { isFlat } from '../suites/leaks.ts';
import { expectNothingLeft, measureLeaks } from '../suites/measure-leaks.ts';

test('Spanner: the heap stays as it is, whatever a call returns; what is abandoned ends', async () => {
  const left = await measureLeaks(sharedScriptedSpanner());
  expectNothingLeft(left);
  expect(Object.keys(left.growth)).toHaveLength(7);
  // A hundred that are sent at once, a hundred that were read from; a hundred more have sent nothing.
  expect(left.abandoned).toEqual({ started: 200, ended: 200 });
}, 200_000);

test('Spanner: the suite sees a leak', async () => {
  const { growth } = await measureLeaks(sharedScriptedSpanner(), { LEAK: '1' });
  expect(Object.values(growth).map(isFlat)).toEqual([false]);
}, 200_000);
