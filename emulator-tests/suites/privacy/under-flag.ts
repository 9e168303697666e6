import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Collector, startCollector } from '../../../scripts/collector.mts';
import { sharedScripted } from '../../emulators/index.ts';
import { runScenario, type ScenarioOptions, type ScenarioOutcome } from '../../harness/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import { leaksReceived, scopesReceived } from './received.ts';

/** On the command line of every process, which must not be recorded. */
const onCommandLine = 'api-key-cAnArY';

export interface Told {
  readonly outcome: ScenarioOutcome;
  readonly collector: Collector;
}

const collectors: Collector[] = [];

/** Call once in each file that runs anything by the flag. */
export const closeCollectors = (): void => {
  for (const collector of collectors.splice(0)) collector.close();
};

/** Runs a scenario by the flag, as a user does, and collects spans, metrics and logs. */
export async function tell(options: Omit<ScenarioOptions, 'mode'>): Promise<Told> {
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

/** The client of @google-cloud/vertexai prints the errors that it throws. */
const byTheClient = /^ClientError: |^ {2}(?:stackTrace|\[cause\]): GoogleApiError: /;

export const leaks = ({ collector, outcome: { stderr } }: Told, secret: string): string[] => [
  ...leaksReceived(collector, secret),
  ...stderr
    .split('\n')
    .filter((line) => line.toLowerCase().includes(secret.toLowerCase()) && !byTheClient.test(line)),
];

interface UnderFlag {
  readonly service: ServiceName;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  /** The transport of the requests, whose instrumentation the flag registers. */
  readonly transport: 'grpc' | 'http' | 'undici';
  readonly secrets: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The scenario `<service>/all-secrets` by the flag: no scope, metric, log, resource or line of stderr contains a secret. */
export function underFlag({ service, client, transport, secrets, env }: UnderFlag): void {
  describe(`under the flag: ${client ?? services[service].client}`, () => {
    let told: Told;

    beforeAll(async () => {
      told = await tell({
        scenario: `${service}/all-secrets`,
        backend: sharedScripted(service),
        ...(client && { client }),
        ...(env && { env }),
      });
    });
    afterAll(closeCollectors);

    test('spans of the plugin, and of what is below it, came', () => {
      const scopes = [services[service].plugin.package, `@opentelemetry/instrumentation-${transport}`];
      expect([...scopesReceived(told.collector)]).toEqual(expect.arrayContaining([...scopes, 'resource']));
    });

    test.each([...secrets, onCommandLine])(
      '%s is nowhere: in no scope, no resource, no line of stderr',
      (secret) => {
        expect(leaks(told, secret)).toEqual([]);
      },
    );
  });
}
