import { afterAll, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { canary, objectCanary } from '../../scenarios/storage/all-secrets.ts';
import { closeCollectors, leaks, tell, underFlag } from '../../suites/privacy/under-flag.ts';

underFlag({
  service: 'storage',
  transport: 'http',
  secrets: [canary, objectCanary, 'scripted-access-token'],
  env: { GCP_OTEL_CAPTURE_OBJECT_NAMES: 'false' },
});

afterAll(closeCollectors);

test('under the flag: names of objects, where they are recorded, and no other of the secrets', async () => {
  const told = await tell({ scenario: 'storage/all-secrets', backend: sharedScripted('storage') });
  expect(leaks(told, objectCanary)).not.toEqual([]);
  expect(leaks(told, canary)).toEqual([]);
});
