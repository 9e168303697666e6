import { beforeAll, describe, expect, test } from '@jest/globals';
import { firestore, neverEmitted } from '../conventions/index.ts';
import { sharedScripted } from '../emulators/index.ts';
import type { ScenarioOutcome } from '../harness/index.ts';
import { canary } from '../scenarios/firestore/all-secrets.ts';
import { firestoreLayers } from '../suites/layers-of.ts';
import { leaks, silentFailures, withoutMessages } from '../suites/privacy.ts';
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

  test('they were there to be found: in what the server said to another instrumentation', () => {
    expect(leaks(byDefault, '@opentelemetry/instrumentation-grpc', canary)).not.toEqual([]);
  });

  test("the application's failing functions are named, and not quoted", () => {
    const functions = byDefault.diagnostics.map(
      (line) => /: (\w+) of the configuration threw/.exec(line)?.[1],
    );
    expect(new Set(functions)).toEqual(new Set(['ignoreOperation', 'requestHook', 'responseHook']));
  });

  test('captureErrorMessages: in message, stack and status description, and nowhere else', () => {
    expect(silentFailures(withMessages, scope)).toEqual([]);
    expect(leaks(withMessages, scope, canary)).toContainEqual(expect.stringMatching(/: status$/));
    const stripped = { ...withMessages, spans: withMessages.spans.map(withoutMessages) };
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

  test('what is documented, and never emitted', () => {
    const missing = neverEmitted({ spans: [span], metrics: [] }, firestore);
    expect(missing).toContain('attribute gcp.firestore.pages');
    expect(missing).toContain('event retry');
    expect(missing).toContain('metric gcp.firestore.client.billing.operations');
    expect(missing.filter((name) => name.startsWith('span '))).toHaveLength(firestore.spanNames.length - 1);
  });
});
