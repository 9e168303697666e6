import { expect, test } from '@jest/globals';
import { operations as table } from '../../../plugins/spanner/src/operations.ts';
import { sharedEmulator } from '../../emulators/index.ts';
import { testIf } from '../../harness/skip.ts';
import { canary } from '../../scenarios/spanner/all-secrets.ts';
import { steps as refused } from '../../scenarios/spanner/refused.ts';
import { services } from '../../services/index.ts';
import { leaks } from '../../suites/privacy/find-secrets.ts';
import { privacy } from '../../suites/privacy/index.ts';
import { runChecked } from '../../suites/run-checked.ts';
import { emptyProject } from '../../suites/traces/index.ts';

const scope = services.spanner.layers.semantic;

privacy({
  service: 'spanner',
  table,
  canary,
  also(byDefault) {
    test('a statement with parameters is told as written, one without them with its literals and comments hidden', () => {
      const texts = byDefault()
        .spans.filter((span) => span.scope.name === scope && span.name.startsWith('SELECT fine'))
        .map(({ attributes }) => String(attributes['db.query.text']).replaceAll(/__\d+_\d+/g, ''));
      expect(new Set(texts)).toEqual(
        new Set(['SELECT * FROM fine WHERE Name = ?', 'SELECT * FROM fine WHERE Name = @name']),
      );
    });
  },
});

const emulator = sharedEmulator('spanner');

testIf(emulator.real, 'needs a real emulator')(
  'no literal, and no key, of what a real server refuses is in what we emit',
  async () => {
    const env = { STEPS: JSON.stringify(Object.keys(refused)), ...emptyProject() };
    const outcome = await runChecked({ scenario: 'spanner/emulated', mode: 'cjs', backend: emulator, env });
    expect(outcome.result).toEqual({});
    expect(leaks(outcome, scope, canary)).toEqual([]);
    expect(leaks(outcome, '@opentelemetry/instrumentation-grpc', canary)).not.toEqual([]);
  },
);
