import { afterAll, expect, test } from '@jest/globals';
import { sharedScripted } from '../../emulators/index.ts';
import { canary } from '../../scenarios/firestore/all-secrets.ts';
import { leaksReceived } from '../../suites/privacy/received.ts';
import { closeCollectors, leaks, tell, underFlag } from '../../suites/privacy/under-flag.ts';
import { startRestServer } from '../../suites/rest-server.ts';

underFlag({ service: 'firestore', transport: 'grpc', secrets: [canary] });

afterAll(closeCollectors);

test('under the flag: GCP_OTEL_CAPTURE_ERROR_MESSAGES asks for what the servers said', async () => {
  const { collector } = await tell({
    scenario: 'firestore/all-secrets',
    backend: sharedScripted('firestore'),
    env: { GCP_OTEL_CAPTURE_ERROR_MESSAGES: 'true' },
  });
  const scopes = new Set(leaksReceived(collector, canary).map((place) => place.split(' ')[0]));
  expect(scopes).toEqual(
    new Set(['@gcp-otel/instrumentation-firestore', '@opentelemetry/instrumentation-grpc']),
  );
});

test('under the flag: the ids in the paths of Firestore without gRPC', async () => {
  const { host, stop } = await startRestServer();
  const env = { REST_HOST: host, FIRESTORE_EMULATOR_HOST: '' };
  const options = { scenario: 'firestore/rest-secrets', backend: sharedScripted('firestore'), env };
  const told = await tell(options).finally(stop);
  // Which stack makes the requests is the client's own choice: some of them name a document in their paths.
  expect(leaksReceived(told.collector, '{document}')).not.toEqual([]);
  expect(leaks(told, canary)).toEqual([]);
});
