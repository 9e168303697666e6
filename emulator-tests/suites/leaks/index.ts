import { expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { runScenario } from '../../harness/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import { concurrentCalls } from '../concurrent-calls.ts';
import { isFlat, type Leaks } from './find-leaks.ts';

/** The numbers of what the scenario `<service>/leaks` makes. */
interface Made {
  /** The number of return kinds. */
  readonly kinds: number;
  /** The number of abandoned calls, which have sent a request. */
  readonly abandoned: number;
}

/** What a plugin leaves behind. The spans go nowhere, so they are not checked against the conventions. */
async function measureLeaks(service: ServiceName, env: Record<string, string> = {}): Promise<Leaks> {
  const { result, stderr } = await runScenario({
    scenario: `${service}/leaks`,
    mode: 'cjs',
    backend: sharedScripted(service),
    client: 'node:stream',
    nodeFlags: ['--expose-gc'],
    env,
  });
  expect(stderr).toBe('');
  return result as Leaks;
}

/** No heap or handles are leaked, abandoned calls end, and no call has data of another. */
export function leaks(service: ServiceName, { kinds, abandoned }: Made): void {
  const { title } = services[service];

  test(`${title}: the heap stays as it is, whatever a call returns; what is abandoned ends`, async () => {
    const left = await measureLeaks(service);
    expect(Object.entries(left.growth).filter(([, heap]) => !isFlat(heap))).toEqual([]);
    expect(Object.keys(left.growth)).toHaveLength(kinds);
    expect(left.handles.after).toEqual(left.handles.before);
    expect(left.concurrent).toEqual({ spans: concurrentCalls, open: concurrentCalls, strange: [] });
    expect(left.abandoned).toEqual({ started: abandoned, ended: abandoned });
  });

  test(`${title}: the suite sees a leak`, async () => {
    const { growth } = await measureLeaks(service, { LEAK: '1' });
    expect(Object.values(growth).map(isFlat)).toEqual([false]);
  });
}
