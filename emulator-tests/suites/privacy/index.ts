import { beforeAll, describe, expect, test } from '@jest/globals';
import { neverEmitted } from '../../conventions/index.ts';
import { sharedScripted } from '../../emulators/index.ts';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { services, type ServiceName } from '../../services/index.ts';
import { rowsOf, type Table } from '../rows.ts';
import { runChecked } from '../run-checked.ts';
import {
  failingFunctions,
  leaks,
  rowsWithoutSecrets,
  silentFailures,
  toldFunctions,
  withoutAnyMessages,
} from './find-secrets.ts';

interface Privacy {
  readonly service: ServiceName;
  readonly table: Table;
  /** The string that the scenario `<service>/all-secrets` puts into everything that it passes to the client. */
  readonly canary: string;
  /** The instrumentation of the client's requests: its spans must contain the canary. @default 'grpc' */
  readonly transport?: 'grpc' | 'http' | 'undici';
  /** Further tests of the telemetry with the default configuration. */
  readonly also?: (byDefault: () => ScenarioOutcome) => void;
}

/** The data that an application passes to a client must not be in the plugin's telemetry. */
export function privacy({ service, table, canary, transport = 'grpc', also }: Privacy): void {
  const { title, layers, innerRows, documented } = services[service];
  const { semantic: scope, complaint } = layers;

  describe(`secrets in everything that an application says to ${title}`, () => {
    let byDefault: ScenarioOutcome;
    let withMessages: ScenarioOutcome;

    beforeAll(async () => {
      const scenario = {
        scenario: `${service}/all-secrets`,
        mode: 'cjs',
        backend: sharedScripted(service),
      } as const;
      [byDefault, withMessages] = await Promise.all([
        runChecked(scenario),
        runChecked({ ...scenario, config: { captureErrorMessages: true } }),
      ]);
    });

    test('none is in what we emit', () => {
      expect(leaks(byDefault, scope, canary)).toEqual([]);
    });

    test('every row of the table was told some', () => {
      expect(rowsWithoutSecrets(byDefault, scope, rowsOf(table), innerRows)).toEqual([]);
    });

    test('they were there to be found: in what another instrumentation tells', () => {
      expect(leaks(byDefault, `@opentelemetry/instrumentation-${transport}`, canary)).not.toEqual([]);
    });

    test("the application's failing functions are named, and quoted", () => {
      const diagnostics = byDefault.diagnostics.filter((line) => !complaint?.test(line));
      expect(toldFunctions({ diagnostics })).toEqual(failingFunctions);
    });

    test('captureErrorMessages: in message, stack and status description, and nowhere else', () => {
      expect(silentFailures(withMessages, scope)).toEqual([]);
      expect(leaks(withMessages, scope, canary)).toContainEqual(expect.stringMatching(/: status$/));
      expect(leaks(withoutAnyMessages(withMessages), scope, canary)).toEqual([]);
    });

    test('all that is documented is emitted', () => {
      expect(neverEmitted(byDefault, documented)).toEqual([]);
    });

    also?.(() => byDefault);
  });
}
