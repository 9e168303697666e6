import { expect, test } from '@jest/globals';
import { sharedScriptedVertexAI } from '../emulators/index.ts';
import { isFlat } from '../suites/leaks.ts';
import { expectNothingLeft, measureLeaks } from '../suites/measure-leaks.ts';

test('Vertex AI: the heap stays as it is, whatever a call returns; what is abandoned ends', async () => {
  const left = await measureLeaks(sharedScriptedVertexAI());
  expectNothingLeft(left);
  expect(Object.keys(left.growth)).toHaveLength(8);
  expect(left.abandoned).toEqual({ started: 200, ended: 200 });
}, 200_000);

test('Vertex AI: the suite sees a leak', async () => {
  const { growth } = await measureLeaks(sharedScriptedVertexAI(), { LEAK: '1' });
  expect(Object.values(growth).map(isFlat)).toEqual([false]);
}, 200_000);
