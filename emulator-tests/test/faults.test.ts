import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';
import { faults } from '../scenarios/firestore/all-faults.ts';
import { calls } from '../scenarios/firestore/calls.ts';
import type { Seen } from '../suites/calls.ts';
import { misjudged } from '../suites/faults.ts';
import { firestoreLayers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';
import { misplaced } from '../suites/traces/index.ts';
import { span as anySpan } from './fixtures/span.ts';

interface Result {
  readonly seen: Seen;
  /** Rejections that nobody handled, errors that nobody caught. */
  readonly escaped: readonly string[];
}

const scope = firestoreLayers.semantic;
const resultOf = ({ result }: ScenarioOutcome) => result as Result;
const withoutIds = ({ escaped }: Result) => escaped.map((line) => line.replaceAll(/-\d+\b/g, '')).toSorted();
const casesOf = (fault: string, seen: Seen) =>
  Object.fromEntries(Object.entries(seen).filter(([title]) => title.startsWith(`${fault}: `)));

describe('every call with every fault', () => {
  let traced: ScenarioOutcome;
  let shipped: ScenarioOutcome;

  beforeAll(async () => {
    const options = { scenario: 'firestore/all-faults', mode: 'cjs', backend: sharedScripted() } as const;
    [traced, shipped] = await Promise.all([
      runChecked(options),
      runChecked({ ...options, config: { enabled: false }, silent: true }),
    ]);
  }, 90_000);

  test.each(faults)('%s: one span each, which tells what the application saw', (fault) => {
    const seen = casesOf(fault, resultOf(traced).seen);
    expect(Object.keys(seen)).toHaveLength(Object.keys(calls).length);
    expect(misjudged({ spans: traced.spans, seen }, calls, scope)).toEqual([]);
  });

  test.each(faults)('%s: the application sees what it sees without us', (fault) => {
    expect(casesOf(fault, resultOf(traced).seen)).toEqual(casesOf(fault, resultOf(shipped).seen));
  });

  test('the faults have struck', () => {
    const codes = new Set(Object.values(resultOf(traced).seen));
    expect([...codes].map(String).toSorted().join(' ')).toBe('13 14 4 5 7 9 Error RangeError fine');
  });

  test('nothing is open, told, misplaced, or unhandled that is not without us', () => {
    const { openSpans, diagnostics, exitCode, spans } = traced;
    expect({ openSpans, diagnostics, exitCode }).toEqual({ openSpans: [], diagnostics: [], exitCode: 0 });
    expect(misplaced(spans, firestoreLayers)).toEqual([]);
    expect(withoutIds(resultOf(traced))).toEqual(withoutIds(resultOf(shipped)));
  });
});

describe('the suite sees', () => {
  const span = (spanId: string, parentSpanId: string, rest: Partial<SpanRecord> = {}): SpanRecord =>
    anySpan(spanId, { parentSpanId, scope: { name: scope }, ...rest });
  const of = (title: string) =>
    span('case', '', { attributes: { case: title }, scope: { name: 'scenario' } });
  const failed = span('call', 'case', {
    status: { code: 'ERROR' },
    attributes: { 'error.type': 'NOT_FOUND' },
  });

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
});
