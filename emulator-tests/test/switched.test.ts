import { expect, test } from '@jest/globals';
import {
  sharedScripted,
  sharedScriptedSpanner,
  sharedScriptedStorage,
  sharedScriptedVertexAI,
} from '../emulators/index.ts';
import { runScenario } from '../harness/index.ts';
import type { Switched } from '../suites/invisibility/switched.ts';

test.each([
  { service: 'firestore', backend: sharedScripted() },
  { service: 'storage', backend: sharedScriptedStorage() },
  { service: 'spanner', backend: sharedScriptedSpanner() },
  { service: 'vertexai', backend: sharedScriptedVertexAI() },
])(
  '$service: the application sees nothing of a plugin that is switched off and on while it calls',
  async ({ service, backend }) => {
    const seed = process.env['INVISIBILITY_SEED'];
    const { result } = await runScenario({
      scenario: `${service}/switched`,
      mode: 'cjs',
      backend,
      bare: true,
      nodeFlags: ['--expose-gc'],
      timeoutMs: 150_000,
      ...(seed !== undefined && { env: { INVISIBILITY_SEED: seed } }),
    });
    const { failure, sequences, calls, spans } = result as Switched;
    expect(failure).toBeNull();
    expect(sequences).toBeGreaterThan(10);
    // Some calls have no span: they were made while it was off.
    expect(spans).toBeGreaterThan(10);
    expect(calls / 2).toBeGreaterThan(spans / 2);
  },
  160_000,
);
