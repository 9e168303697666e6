import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Collector, startCollector } from '../../../scripts/collector.mts';
import { sharedScripted } from '../../emulators/index.ts';
import { runScenario, type ScenarioOptions, type ScenarioOutcome } from '../../harness/index.ts';
import { canary as ofFirestore } from '../../scenarios/firestore/all-secrets.ts';
import { canary as ofSpanner } from '../../scenarios/spanner/all-secrets.ts';
import { canary as ofStorage, objectCanary } from '../../scenarios/storage/all-secrets.ts';
import { canary as ofVertexAI } from '../../scenarios/vertexai/all-secrets.ts';
import { imageData } from '../../scenarios/vertexai/calls.ts';
import { leaksReceived, scopesReceived } from '../../suites/privacy/received.ts';
import { startRestServer } from '../../suites/rest-server.ts';

/** On the command line of every process: its options are nobody's business. */
const onCommandLine = 'api-key-cAnArY';

interface Told {
  readonly outcome: ScenarioOutcome;
  readonly collector: Collector;
}

const collectors: Collector[] = [];
afterAll(() => {
  for (const collector of collectors) collector.close();
});

/** Runs a scenario as a user does, by the flag, and takes all that it says: spans, metrics and logs. */
async function tell(options: Omit<ScenarioOptions, 'mode'>): Promise<Told> {
  const collector = await startCollector();
  collectors.push(collector);
  const outcome = await runScenario({
    ...options,
    mode: 'cjs',
    underFlag: true,
    nodeFlags: [`--conditions=${onCommandLine}`],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_MAX_QUEUE_SIZE: '100000',
      METADATA_SERVER_DETECTION: 'none',
      ...options.env,
    },
  });
  return { outcome, collector };
}

/** The client of @google-cloud/vertexai prints by itself what it then throws. */
const byTheClient = /^ClientError: |^ {2}(?:stackTrace|\[cause\]): GoogleApiError: /;

const leaks = ({ collector, outcome: { stderr } }: Told, secret: string): string[] => [
  ...leaksReceived(collector, secret),
  ...stderr
    .split('\n')
    .filter((line) => line.toLowerCase().includes(secret.toLowerCase()) && !byTheClient.test(line)),
];

const grpc = '@opentelemetry/instrumentation-grpc';
const http = '@opentelemetry/instrumentation-http';
const undici = '@opentelemetry/instrumentation-undici';

const services = {
  firestore: {
    options: { scenario: 'firestore/all-secrets', backend: sharedScripted('firestore') },
    scopes: ['@gcp-otel/instrumentation-firestore', grpc],
    secrets: [ofFirestore],
  },
  spanner: {
    options: { scenario: 'spanner/all-secrets', backend: sharedScripted('spanner') },
    scopes: ['@gcp-otel/instrumentation-spanner', grpc],
    secrets: [ofSpanner],
  },
  storage: {
    options: {
      scenario: 'storage/all-secrets',
      backend: sharedScripted('storage'),
      env: { GCP_OTEL_CAPTURE_OBJECT_NAMES: 'false' },
    },
    scopes: ['@gcp-otel/instrumentation-storage', http],
    secrets: [ofStorage, objectCanary, 'scripted-access-token'],
  },
  '@google/genai': {
    options: { scenario: 'vertexai/all-secrets', backend: sharedScripted('vertexai') },
    scopes: ['@gcp-otel/instrumentation-vertexai', undici],
    secrets: [ofVertexAI, imageData, 'scripted-key', 'scripted-access-token'],
  },
  '@google-cloud/vertexai': {
    options: {
      scenario: 'vertexai/all-secrets',
      backend: sharedScripted('vertexai'),
      client: '@google-cloud/vertexai',
    },
    scopes: ['@gcp-otel/instrumentation-vertexai', undici],
    secrets: [ofVertexAI, imageData, 'scripted-key', 'scripted-access-token'],
  },
} as const;

describe.each(Object.entries(services))('under the flag: %s', (_, { options, scopes, secrets }) => {
  let told: Told;

  beforeAll(async () => {
    told = await tell(options);
  }, 90_000);

  test('spans of the plugin, and of what is below it, came', () => {
    expect([...scopesReceived(told.collector)]).toEqual(expect.arrayContaining([...scopes, 'resource']));
  });

  test.each([...secrets, onCommandLine])(
    '%s is nowhere: in no scope, no resource, no line of stderr',
    (secret) => {
      expect(leaks(told, secret)).toEqual([]);
    },
  );
});

test('under the flag: names of objects, where they are recorded, and no other of the secrets', async () => {
  const { env: _, ...options } = services.storage.options;
  const told = await tell(options);
  expect(leaks(told, objectCanary)).not.toEqual([]);
  expect(leaks(told, ofStorage)).toEqual([]);
}, 90_000);

test('under the flag: GCP_OTEL_CAPTURE_ERROR_MESSAGES asks for what the servers said', async () => {
  const env = { GCP_OTEL_CAPTURE_ERROR_MESSAGES: 'true' };
  const { collector } = await tell({ ...services.firestore.options, env });
  const scopes = new Set(leaksReceived(collector, ofFirestore).map((place) => place.split(' ')[0]));
  expect(scopes).toEqual(new Set(['@gcp-otel/instrumentation-firestore', grpc]));
}, 90_000);

test('under the flag: the ids in the paths of Firestore without gRPC', async () => {
  const { host, stop } = await startRestServer();
  const env = { REST_HOST: host, FIRESTORE_EMULATOR_HOST: '' };
  const options = { scenario: 'firestore/rest-secrets', backend: sharedScripted('firestore'), env };
  const told = await tell(options).finally(stop);
  // Which stack makes the requests is the client's own choice: some of them name a document in their paths.
  expect(leaksReceived(told.collector, '{document}')).not.toEqual([]);
  expect(leaks(told, ofFirestore)).toEqual([]);
}, 90_000);
