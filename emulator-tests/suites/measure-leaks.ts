import { expect } from '@jest/globals';
import type { Backend } from '../emulators/index.ts';
import { runScenario, type Service } from '../harness/index.ts';
import { concurrentCalls } from './concurrent-calls.ts';
import { isFlat, type Leaks } from './leaks.ts';

/** What a plugin leaves behind. Not a client's telemetry, so not held against the conventions: the spans go nowhere. */
export async function measureLeaks(
  backend: Backend<Service>,
  env: Record<string, string> = {},
): Promise<Leaks> {
  const { result, stderr } = await runScenario({
    scenario: `${backend.service}/leaks`,
    mode: 'cjs',
    backend,
    client: 'node:stream',
    nodeFlags: ['--expose-gc'],
    timeoutMs: 180_000,
    env,
  });
  expect(stderr).toBe('');
  return result as Leaks;
}

/** Neither heap nor handles, and no call took anything of another. */
export function expectNothingLeft({ growth, handles, concurrent }: Leaks): void {
  expect(Object.entries(growth).filter(([, heap]) => !isFlat(heap))).toEqual([]);
  expect(handles.after).toEqual(handles.before);
  expect(concurrent).toEqual({ spans: concurrentCalls, open: concurrentCalls, strange: [] });
}
