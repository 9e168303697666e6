import { beforeAll, describe, expect, test } from '@jest/globals';
import { operations } from '../../plugins/spanner/src/operations.ts';
import { neverEmitted, spanner } from '../conventions/index.ts';
import { sharedScriptedSpanner, sharedSpanner } from '../emulators/index.ts';
import type { ScenarioOutcome } from '../harness/index.ts';
import { testIf } from '../harness/skip.ts';
import { canary } from '../scenarios/spanner/all-secrets.ts';
import { steps as refused } from '../scenarios/spanner/refused.ts';
import { spannerLayers } from '../suites/layers-of.ts';
import {
  failingFunctions,
  leaks,
  rowsWithoutSecrets,
  silentFailures,
  toldFunctions,
  withoutAnyMessages,
} from '../suites/privacy.ts';
import { inner } from '../suites/inner-rows.ts';
import { rowsOf } from '../suites/rows.ts';
import { runChecked } from '../suites/run-checked.ts';
import { emptyProject } from '../suites/traces/index.ts';

const scope = spannerLayers.semantic;
const scenario = { scenario: 'spanner/all-secrets', mode: 'cjs', backend: sharedScriptedSpanner() } as const;

describe('secrets in everything that an application says to Spanner', () => {
  let byDefault: ScenarioOutcome;
  let withMessages: ScenarioOutcome;

  beforeAll(async () => {
    [byDefault, withMessages] = await Promise.all([
      runChecked(scenario),
      runChecked({ ...scenario, config: { captureErrorMessages: true } }),
    ]);
  }, 90_000);

  test('none is in what we emit', () => {
    expect(leaks(byDefault, scope, canary)).toEqual([]);
  });

  test('every row of the table was told some', () => {
    expect(rowsWithoutSecrets(byDefault, scope, rowsOf(operations), inner.spanner)).toEqual([]);
  });

  test('they were there to be found: in what the server said to another instrumentation', () => {
    expect(leaks(byDefault, '@opentelemetry/instrumentation-grpc', canary)).not.toEqual([]);
  });

  test('a statement with parameters is told as written, one without them with its literals and comments hidden', () => {
    const texts = byDefault.spans
      .filter((span) => span.scope.name === scope && span.name.startsWith('SELECT fine'))
      .map(({ attributes }) => String(attributes['db.query.text']).replaceAll(/__\d+_\d+/g, ''));
    expect(new Set(texts)).toEqual(
      new Set(['SELECT * FROM fine WHERE Name = ?', 'SELECT * FROM fine WHERE Name = @name']),
    );
  });

  test('all that is documented is emitted', () => {
    expect(neverEmitted(byDefault, spanner)).toEqual([]);
  });

  test("the application's failing functions are named, and quoted", () => {
    const diagnostics = byDefault.diagnostics.filter((line) => !spannerLayers.complaint?.test(line));
    expect(toldFunctions({ diagnostics })).toEqual(failingFunctions);
  });

  test('captureErrorMessages: in message, stack and status description, and nowhere else', () => {
    expect(silentFailures(withMessages, scope)).toEqual([]);
    expect(leaks(withMessages, scope, canary)).toContainEqual(expect.stringMatching(/: status$/));
    const stripped = withoutAnyMessages(withMessages);
    expect(leaks(stripped, scope, canary)).toEqual([]);
  });
});

const emulator = sharedSpanner();

testIf(emulator.real, 'needs a real emulator')(
  'no literal, and no key, of what a real server refuses is in what we emit',
  async () => {
    const env = { STEPS: JSON.stringify(Object.keys(refused)), ...emptyProject() };
    const outcome = await runChecked({ scenario: 'spanner/emulated', mode: 'cjs', backend: emulator, env });
    expect(outcome.result).toEqual({});
    expect(leaks(outcome, scope, canary)).toEqual([]);
    expect(leaks(outcome, '@opentelemetry/instrumentation-grpc', canary)).not.toEqual([]);
  },
  60_000,
);
