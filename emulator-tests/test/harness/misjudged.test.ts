import { describe, expect, test } from '@jest/globals';
import type { SpanRecord } from '../../harness/index.ts';
import { calls } from '../../scenarios/firestore/calls.ts';
import { calls as storageCalls } from '../../scenarios/storage/all-faults.ts';
import { services } from '../../services/index.ts';
import { caseAttribute } from '../../suites/calls.ts';
import { misjudged } from '../../suites/faults/misjudged.ts';
import { span as anySpan } from '../fixtures/span.ts';

const scope = services.firestore.layers.semantic;
const span = (spanId: string, parentSpanId: string, rest: Partial<SpanRecord> = {}): SpanRecord =>
  anySpan(spanId, { parentSpanId, scope: { name: scope }, ...rest });
const of = (title: string) =>
  span('case', '', { attributes: { [caseAttribute]: title }, scope: { name: 'scenario' } });
const failed = span('call', 'case', {
  status: { code: 'ERROR' },
  attributes: { 'error.type': 'NOT_FOUND' },
});

describe('the suite of faults sees', () => {
  test.each<[fault: string, spans: SpanRecord[], seen: number | string, findings: string[]]>([
    ['nothing wrong with what is right', [failed], 5, []],
    ['no span', [], 'fine', ['fault: doc.get: no span instead of UNSET']],
    [
      'two spans',
      [span('1', 'case'), span('2', 'case')],
      'fine',
      ['fault: doc.get: UNSET, UNSET instead of UNSET'],
    ],
    ['a failure that was none', [failed], 'fine', ['fault: doc.get: ERROR NOT_FOUND instead of UNSET']],
    [
      'a failure of another type',
      [failed],
      7,
      ['fault: doc.get: ERROR NOT_FOUND instead of ERROR PERMISSION_DENIED'],
    ],
    [
      'a failure that is not told',
      [span('1', 'case')],
      5,
      ['fault: doc.get: UNSET instead of ERROR NOT_FOUND'],
    ],
  ])('%s', (_, spans, seen, findings) => {
    const title = 'fault: doc.get';
    expect(misjudged({ spans: [of(title), ...spans], seen: { [title]: seen } }, calls, scope)).toEqual(
      findings,
    );
  });

  test('a bulk request that failed, and is told as a success', () => {
    const title = 'request_not_found: bulkWriter.set';
    const spans = [of(title), span('batch', 'case')];
    expect(misjudged({ spans, seen: { [title]: 5 } }, calls, scope)).toEqual([
      `${title}: UNSET instead of ERROR NOT_FOUND`,
    ]);
  });

  test('the status of another answer, of HTTP', () => {
    const title = 'http_403: file.save';
    const other = span('1', 'case', { status: { code: 'ERROR' }, attributes: { 'error.type': '404' } });
    expect(misjudged({ spans: [of(title), other], seen: { [title]: 403 } }, storageCalls, scope)).toEqual([
      `${title}: ERROR 404 instead of ERROR 403`,
    ]);
  });
});
