import { expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import { isFlat } from '../suites/leaks.ts';
import { expectNothingLeft, measureLeaks } from '../suites/measure-leaks.ts';

test('Storage: the heap stays as it is, whatever a call returns; what is abandoned ends', async () => {
  const left = await measureLeaks(sharedScriptedStorage());
  expectNothingLeft(left);
  expect(Object.keys(left.growth)).toHaveLength(6);
  // A hundred that were read from, a hundred that were written to; a hundred more have sent nothing.
  expect(left.abandoned).toEqual({ started: 200, ended: 200 });
}, 200_000);

test('Storage: the suite sees a leak', async () => {
  const { growth } = await measureLeaks(sharedScriptedStorage(), { LEAK: '1' });
  expect(Object.values(growth).map(isFlat)).toEqual([false]);
}, 200_000);
