import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startScripted, type ScriptedBackend } from '../../emulators/index.ts';
import type { ScenarioOutcome } from '../../harness/index.ts';
import { nightly } from '../../harness/nightly.ts';
import type { ServiceName } from '../../services/index.ts';
import { runChecked, type CheckOptions } from '../run-checked.ts';
import type { Found } from './billed.ts';

interface Billing {
  readonly service: ServiceName;
  /** @default `<service>/billed` */
  readonly scenario?: string;
  /** The client's module, where it is not the service's own. */
  readonly client?: string;
  /** The kinds that there must have been something of. */
  readonly kinds: readonly string[];
  readonly options?: Partial<CheckOptions>;
}

/** How many programs are generated, besides one for each call. */
const runs = nightly ? 400 : 40;

/** Another one each day, and printed, to repeat a failure. */
const seed = Number(process.env['BILL_SEED'] ?? Math.floor(Date.now() / 86_400_000));

/** What the counter counts for generated applications, and what their server's log comes to by the price list: the same. */
export function billing({ service, scenario = `${service}/billed`, client, kinds, options }: Billing): void {
  describe(`the bill of ${client ?? service}, BILL_SEED=${seed}`, () => {
    let backend: ScriptedBackend;
    let outcome: ScenarioOutcome;
    const found = () => {
      // The application has crashed.
      if (outcome.result === undefined) throw new Error(outcome.stderr);
      return outcome.result as Found;
    };

    beforeAll(async () => {
      // One of its own: all that is in the log is this test's.
      backend = await startScripted(service, { messages: true });
      outcome = await runChecked({
        scenario,
        mode: 'cjs',
        backend,
        ...(client && { client }),
        timeoutMs: nightly ? 3_600_000 : 900_000,
        ...options,
        env: {
          ...options?.env,
          CONTROL_URL: backend.controlUrl,
          BILL_SEED: String(seed),
          BILL_RUNS: String(runs),
          BILL_PATH: process.env['BILL_PATH'] ?? '',
        },
      });
    }, 3_600_000);

    afterAll(() => backend.stop());

    test('is what the counter counts, for each generated program, to the last unit', () => {
      expect(found().failure).toBeUndefined();
      expect(found().programs).toBeGreaterThanOrEqual(runs);
    });

    test('has something of every kind', () => {
      expect(Object.keys(found().billed)).toEqual(expect.arrayContaining([...kinds]));
    });

    test('nobody was told of anything that could not be counted', () => {
      expect({ told: outcome.diagnostics, exitCode: outcome.exitCode }).toEqual({ told: [], exitCode: 0 });
    });
  });
}
