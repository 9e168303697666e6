import { expect, test } from '@jest/globals';
import { sharedScripted } from '../emulators/index.ts';
import { isFlat } from '../suites/leaks.ts';
import { expectNothingLeft, measureLeaks } from '../suites/measure-leaks.ts';

test('the heap stays as it is, whatever a call returns; what is abandoned ends', async () => {
  const left = await measureLeaks(sharedScripted());
  expectNothingLeft(left);
  expect(Object.keys(left.growth)).toHaveLength(6);
  expect(left.abandoned).toEqual({ started: 300, ended: 300 });
}, 200_000);

test('the suite sees a leak', async () => {
  const { growth } = await measureLeaks(sharedScripted(), { LEAK: '1' });
  expect(Object.values(growth).map(isFlat)).toEqual([false]);
}, 200_000);
