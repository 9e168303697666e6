import { expect, test } from '@jest/globals';
import { sharedScriptedVertexAI } from '../emulators/index.ts';
import { runScenario } from '../harness/index.ts';
import type { Leaks } from '../scenarios/vertexai/leaks.ts';
import { isFlat } from '../suites/leaks.ts';

/** Not a client's telemetry, so not held against the conventions: the spans go nowhere. */
const measure = async (env: Record<string, string> = {}) => {
  const { result, stderr } = await runScenario({
    scenario: 'vertexai/leaks',
    mode: 'cjs',
    backend: sharedScriptedVertexAI(),
    client: 'node:stream',
    nodeFlags: ['--expose-gc'],
    env,
  });
  expect(stderr).toBe('');
  return result as Leaks;
};

test('Vertex AI: the heap stays as it is, whatever a call returns; what is abandoned ends', async () => {
  const { growth, abandoned } = await measure();
  const growing = Object.entries(growth).filter(([, heap]) => !isFlat(heap));
  expect(growing).toEqual([]);
  expect(Object.keys(growth)).toHaveLength(8);
  expect(abandoned).toEqual({ started: 200, ended: 200 });
}, 90_000);

test('Vertex AI: the suite sees a leak', async () => {
  const { growth } = await measure({ LEAK: '1' });
  expect(Object.values(growth).map(isFlat)).toEqual([false]);
}, 90_000);
