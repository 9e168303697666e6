import { expect, test } from '@jest/globals';
import { sharedScriptedSpanner } from '../emulators/index.ts';
import { runScenario } from '../harness/index.ts';
import type { Leaks } from '../scenarios/spanner/leaks.ts';
import { isFlat } from '../suites/leaks.ts';

/** Not a client's telemetry, so not held against the conventions: the spans go nowhere. */
const measure = async (env: Record<string, string> = {}) => {
  const { result, stderr } = await runScenario({
    scenario: 'spanner/leaks',
    mode: 'cjs',
    backend: sharedScriptedSpanner(),
    client: 'node:stream',
    nodeFlags: ['--expose-gc'],
    env,
  });
  expect(stderr).toBe('');
  return result as Leaks;
};

test('Spanner: the heap stays as it is, whatever a call returns; what is abandoned ends', async () => {
  const { growth, abandoned } = await measure();
  const growing = Object.entries(growth).filter(([, heap]) => !isFlat(heap));
  expect(growing).toEqual([]);
  expect(Object.keys(growth)).toHaveLength(7);
  // A hundred that are sent at once, a hundred that were read from; a hundred more have sent nothing.
  expect(abandoned).toEqual({ started: 200, ended: 200 });
}, 90_000);

test('Spanner: the suite sees a leak', async () => {
  const { growth } = await measure({ LEAK: '1' });
  expect(Object.values(growth).map(isFlat)).toEqual([false]);
}, 90_000);
