import { beforeAll, describe, expect, test } from '@jest/globals';
import { operations } from '../../../plugins/storage/src/operations.ts';
import { neverEmitted } from '../../conventions/index.ts';
import { sharedScripted } from '../../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../../harness/index.ts';
import { canary, givenAway, objectCanary } from '../../scenarios/storage/all-secrets.ts';
import { services } from '../../services/index.ts';
import {
  failingFunctions,
  leaks,
  rowsWithoutSecrets,
  toldFunctions,
  withoutAnyMessages,
} from '../../suites/privacy/find-secrets.ts';
import { rowsOf } from '../../suites/rows.ts';
import { runChecked } from '../../suites/run-checked.ts';

const { documented: storage } = services.storage;

const scope = services.storage.layers.semantic;
const transport = '@opentelemetry/instrumentation-http';
const backend = sharedScripted('storage');
const scenario = { scenario: 'storage/all-secrets', mode: 'cjs', backend } as const;

/** A span without the two attributes that are there to tell an object's name. */
function withoutObjectNames(span: SpanRecord): SpanRecord {
  const { 'gcp.storage.object': _, 'gcp.storage.destination.object': __, ...attributes } = span.attributes;
  return { ...span, attributes };
}

describe('secrets in everything that an application says to Storage, or is told', () => {
  let byDefault: ScenarioOutcome;
  let withoutNames: ScenarioOutcome;
  let withMessages: ScenarioOutcome;
  let drawn: ScenarioOutcome;

  beforeAll(async () => {
    [byDefault, withoutNames, withMessages, drawn] = await Promise.all([
      runChecked(scenario),
      runChecked({ ...scenario, config: { captureObjectNames: false } }),
      runChecked({ ...scenario, config: { captureObjectNames: false, captureErrorMessages: true } }),
      runChecked({ ...scenario, scenario: 'storage/scripted' }),
    ]);
  });

  test.each([canary, ...givenAway])('%s is in nothing that we emit', (secret) => {
    expect(leaks(byDefault, scope, secret)).toEqual([]);
  });

  test('names of objects: in the two attributes that are for them, and nowhere else', () => {
    expect(leaks(byDefault, scope, objectCanary)).not.toEqual([]);
    const stripped = { ...byDefault, spans: byDefault.spans.map(withoutObjectNames) };
    expect(leaks(stripped, scope, objectCanary)).toEqual([]);
  });

  test('captureObjectNames: false: in nothing that we emit', () => {
    expect(leaks(withoutNames, scope, objectCanary)).toEqual([]);
    expect(leaks(withoutNames, scope, canary)).toEqual([]);
  });

  test('captureErrorMessages: in message, stack and status description, and nowhere else', () => {
    expect(leaks(withMessages, scope, objectCanary)).not.toEqual([]);
    const stripped = withoutAnyMessages(withMessages);
    for (const secret of [canary, objectCanary, ...givenAway])
      expect(leaks(stripped, scope, secret)).toEqual([]);
  });

  test('every row of the table was told some', () => {
    expect(rowsWithoutSecrets(byDefault, scope, rowsOf(operations), services.storage.innerRows)).toEqual([]);
  });

  test('they were there to be found: in the URLs that another instrumentation tells', () => {
    for (const secret of [canary, objectCanary, 'upload_id'])
      expect(leaks(byDefault, transport, secret)).not.toEqual([]);
  });

  test('all that is documented is emitted', () => {
    const { spans, metrics } = byDefault;
    const all = { spans: [...spans, ...drawn.spans], metrics: [...metrics, ...drawn.metrics] };
    expect(neverEmitted(all, storage)).toEqual([]);
  });

  test("the application's failing functions are named, and quoted", () => {
    expect(toldFunctions(byDefault)).toEqual(failingFunctions);
  });
});
