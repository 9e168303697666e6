import { beforeAll, describe, expect, test } from '@jest/globals';
import { operations } from '../../plugins/firestore/src/operations.ts';
import { firestore, neverEmitted } from '../conventions/index.ts';
import { sharedScripted } from '../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';
import { canary } from '../scenarios/firestore/all-secrets.ts';
import { rowAttribute } from '../suites/calls.ts';
import { firestoreLayers } from '../suites/layers-of.ts';
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

const scope = firestoreLayers.semantic;
const scenario = { scenario: 'firestore/all-secrets', mode: 'cjs', backend: sharedScripted() } as const;

describe('secrets in everything that an application says to its client', () => {
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
    expect(rowsWithoutSecrets(byDefault, scope, rowsOf(operations), inner.firestore)).toEqual([]);
  });

  test('they were there to be found: in what the server said to another instrumentation', () => {
    expect(leaks(byDefault, '@opentelemetry/instrumentation-grpc', canary)).not.toEqual([]);
  });

  test("the application's failing functions are named, and quoted", () => {
    expect(toldFunctions(byDefault)).toEqual(failingFunctions);
  });

  test('captureErrorMessages: in message, stack and status description, and nowhere else', () => {
    expect(silentFailures(withMessages, scope)).toEqual([]);
    expect(leaks(withMessages, scope, canary)).toContainEqual(expect.stringMatching(/: status$/));
    const stripped = withoutAnyMessages(withMessages);
    expect(leaks(stripped, scope, canary)).toEqual([]);
  });

  test('all that is documented is emitted', () => {
    expect(neverEmitted(byDefault, firestore)).toEqual([]);
  });
});

describe('the suite sees', () => {
  const [span] = [
    {
      name: 'get orders',
      kind: 'CLIENT',
      scope: { name: scope },
      traceId: 'trace',
      spanId: '1',
      startTime: 0,
      durationMs: 1,
      attributes: {},
      status: { code: 'ERROR', message: 'NOT_FOUND' },
      events: [],
      links: [],
      resource: {},
    } as const,
  ];
  const nothing = { spans: [], metrics: [], logs: [], diagnostics: [] };
  const secret = canary.toUpperCase();

  test.each([
    ['a name', { ...span, name: `get ${secret}` }, 'name'],
    ['an attribute', { ...span, attributes: { 'db.query.text': `= ${secret}` } }, 'attributes'],
    ['a status', { ...span, status: { code: 'ERROR', message: secret } as const }, 'status'],
    [
      'an event',
      { ...span, events: [{ name: 'exception', attributes: { 'exception.type': secret } }] },
      'events',
    ],
    ['a link', { ...span, links: [{ traceId: 't', spanId: 's', attributes: { to: secret } }] }, 'links'],
  ])('a secret in %s', (_, leaking, part) => {
    expect(leaks({ ...nothing, spans: [leaking] }, scope, canary)).toEqual([`span ${leaking.name}: ${part}`]);
  });

  test('a secret in a metric, and in a diagnostic', () => {
    const points = [{ attributes: { id: secret }, value: 1 }];
    const metric = { name: 'm', unit: 's', instrument: 'counter', scope: { name: scope }, points } as const;
    expect(leaks({ ...nothing, metrics: [metric], diagnostics: [secret] }, scope, canary)).toEqual([
      'metric m: points',
      `diagnostic: ${secret}`,
    ]);
  });

  test('a row that no case calls, and one whose span is missing', () => {
    const traced = { ...span, attributes: { [rowAttribute]: 'Query.get' } };
    const find = (spans: readonly SpanRecord[]) =>
      rowsWithoutSecrets({ spans }, scope, ['Query.get', 'Query.stream'], {
        'Query.stream': { by: 'Query.get', span: /^stream/ },
      });
    expect(find([traced])).toEqual(['Query.stream']);
    expect(find([traced, { ...span, name: 'stream' }])).toEqual([]);
    expect(find([{ ...traced, scope: { name: 'another' } }])).toEqual(['Query.get', 'Query.stream']);
  });

  test('what is documented, and never emitted', () => {
    const missing = neverEmitted({ spans: [span], metrics: [] }, firestore);
    expect(missing).toContain('attribute gcp.firestore.pages');
    expect(missing).toContain('event retry');
    expect(missing).toContain('metric gcp.firestore.client.billing.operations');
    expect(missing.filter((name) => name.startsWith('span '))).toHaveLength(firestore.spanNames.length - 1);
  });
});
