import { expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { runScenario } from '../../harness/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import type { Switched } from './switched.ts';

/** Generated sequences of calls, while the plugin is disabled and enabled between and during them. */
export function switching(service: ServiceName): void {
  test(`${services[service].title}: the application sees nothing of a plugin that is switched off and on while it calls`, async () => {
    const seed = process.env['INVISIBILITY_SEED'];
    const { result } = await runScenario({
      scenario: `${service}/switched`,
      mode: 'cjs',
      backend: sharedScripted(service),
      bare: true,
      nodeFlags: ['--expose-gc'],
      ...(seed !== undefined && { env: { INVISIBILITY_SEED: seed } }),
    });
    const { failure, sequences, calls, spans } = result as Switched;
    expect(failure).toBeNull();
    expect(sequences).toBeGreaterThan(10);
    // Calls made while it was disabled have no span.
    expect(spans).toBeGreaterThan(10);
    expect(calls / 2).toBeGreaterThan(spans / 2);
  });
}
