import { describe, expect, test } from '@jest/globals';
import { neverEmitted } from '../../conventions/index.ts';
import type { SpanRecord } from '../../harness/index.ts';
import { canary } from '../../scenarios/firestore/all-secrets.ts';
import { services } from '../../services/index.ts';
import { rowAttribute } from '../../suites/calls.ts';
import { leaks, rowsWithoutSecrets } from '../../suites/privacy/find-secrets.ts';

const { documented } = services.firestore;
const { scope } = documented;

describe('the suite of secrets sees', () => {
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
    const missing = neverEmitted({ spans: [span], metrics: [] }, documented);
    expect(missing).toContain('attribute gcp.firestore.pages');
    expect(missing).toContain('event retry');
    expect(missing).toContain('metric gcp.firestore.client.billing.operations');
    expect(missing.filter((name) => name.startsWith('span '))).toHaveLength(documented.spanNames.length - 1);
  });
});
