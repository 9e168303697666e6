import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedSpanner } from '../emulators/index.ts';
import type { ScenarioOutcome } from '../harness/index.ts';
import { droppable, faults } from '../scenarios/spanner/all-faults.ts';
import { dataInCallbacks as calls } from '../scenarios/spanner/calls.ts';
import { caseAttribute, type Seen } from '../suites/calls.ts';
import { misjudged } from '../suites/faults.ts';
import { spannerLayers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';
import { misplaced } from '../suites/traces/index.ts';
import { span } from './fixtures/span.ts';

interface Result {
  readonly seen: Seen;
  /** Rejections that nobody handled, errors that nobody caught. */
  readonly escaped: readonly string[];
}

const scope = spannerLayers.semantic;
const resultOf = ({ result }: ScenarioOutcome) => result as Result;
const casesOf = (fault: string, seen: Seen) =>
  Object.fromEntries(Object.entries(seen).filter(([title]) => title.startsWith(`${fault}: `)));
const titlesOf = (fault: string) =>
  Object.keys(calls).filter((title) => fault !== 'reset_once' || droppable.test(title));

describe('every call of Spanner with every fault', () => {
  let traced: ScenarioOutcome;
  let shipped: ScenarioOutcome;

  beforeAll(async () => {
    const options = {
      scenario: 'spanner/all-faults',
      mode: 'cjs',
      backend: sharedScriptedSpanner(),
    } as const;
    [traced, shipped] = await Promise.all([
      runChecked(options),
      runChecked({ ...options, config: { enabled: false }, silent: true }),
    ]);
  }, 90_000);

  test.each(faults)('%s: one span each, which tells what the application saw', (fault) => {
    const seen = casesOf(fault, resultOf(traced).seen);
    expect(Object.keys(seen)).toHaveLength(titlesOf(fault).length);
    expect(misjudged({ spans: traced.spans, seen }, calls, scope)).toEqual([]);
  });

  test.each(faults)('%s: the application sees what it sees without us', (fault) => {
    expect(casesOf(fault, resultOf(traced).seen)).toEqual(casesOf(fault, resultOf(shipped).seen));
  });

  test('the faults have struck', () => {
    const codes = new Set(Object.values(resultOf(traced).seen));
    // The client's own getDatabaseDialect() falls over its failure: that is the TypeError.
    expect([...codes].map(String).toSorted().join(' ')).toBe('10 13 14 4 5 7 RangeError TypeError fine');
  });

  test('nothing is open, told, misplaced, or unhandled that is not without us', () => {
    const { openSpans, diagnostics, exitCode, spans } = traced;
    const told = diagnostics.filter((line) => !spannerLayers.complaint?.test(line));
    expect({ openSpans, told, exitCode }).toEqual({ openSpans: [], told: [], exitCode: 0 });
    expect(misplaced(spans, spannerLayers)).toEqual([]);
    expect(resultOf(traced).escaped).toEqual(resultOf(shipped).escaped);
  });
});

test('the suite sees a statement of Spanner that is told twice, and one that is told otherwise', () => {
  const title = 'not_found: database.run';
  const around = span('case', { scope: { name: 'app' }, attributes: { [caseAttribute]: title } });
  const own = { parentSpanId: 'case', scope: { name: scope } };
  const found = (...spans: ReturnType<typeof span>[]) =>
    misjudged({ spans: [around, ...spans], seen: { [title]: 5 } }, calls, scope);
  const failed = { ...own, status: { code: 'ERROR' }, attributes: { 'error.type': 'NOT_FOUND' } } as const;
  expect(found(span('1', failed))).toEqual([]);
  expect(found(span('1', own))).toEqual([`${title}: UNSET instead of ERROR NOT_FOUND`]);
  expect(found(span('1', failed), span('2', failed))).toHaveLength(1);
});
