import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedVertexAI } from '../emulators/index.ts';
import type { ScenarioOutcome } from '../harness/index.ts';
import { faults, struckBy } from '../scenarios/vertexai/all-faults.ts';
import { calls as genai } from '../scenarios/vertexai/calls.ts';
import { calls as legacy } from '../scenarios/vertexai/legacy-calls.ts';
import { caseAttribute, type Calls, type Seen } from '../suites/calls.ts';
import { misjudged } from '../suites/faults.ts';
import { vertexaiLayers as layers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';
import { misplaced } from '../suites/traces/index.ts';
import { span } from './fixtures/span.ts';

interface Result {
  readonly seen: Seen;
  /** Rejections that nobody handled, errors that nobody caught. */
  readonly escaped: readonly string[];
}

const scope = layers.semantic;
const resultOf = ({ result }: ScenarioOutcome) => result as Result;
const casesOf = (fault: string, seen: Seen) =>
  Object.fromEntries(Object.entries(seen).filter(([title]) => title.startsWith(`${fault}: `)));

const clients: readonly { readonly client: string; readonly calls: Calls<never>; readonly met: string }[] = [
  {
    client: '@google/genai',
    calls: genai,
    met: '400 403 429 502 503 SyntaxError UND_ERR_SOCKET fine',
  },
  {
    client: '@google-cloud/vertexai',
    calls: legacy,
    met: '400 403 429 502 503 GoogleGenerativeAIError SyntaxError UND_ERR_SOCKET fine',
  },
];

describe.each(clients)('every call of $client with every fault', ({ client, calls, met }) => {
  let traced: ScenarioOutcome;
  let shipped: ScenarioOutcome;

  beforeAll(async () => {
    const options = {
      scenario: 'vertexai/all-faults',
      mode: 'cjs',
      client,
      backend: sharedScriptedVertexAI(),
    } as const;
    [traced, shipped] = await Promise.all([
      runChecked(options),
      runChecked({ ...options, bare: true, silent: true }),
    ]);
  }, 90_000);

  test.each(faults)('%s: one span each, which tells what the application saw', (fault) => {
    const seen = casesOf(fault, resultOf(traced).seen);
    expect(Object.keys(seen)).toHaveLength(Object.keys(struckBy(fault, calls)).length);
    expect(misjudged({ spans: traced.spans, seen }, calls, scope)).toEqual([]);
  });

  test.each(faults)('%s: the application sees what it sees without us', (fault) => {
    expect(casesOf(fault, resultOf(traced).seen)).toEqual(casesOf(fault, resultOf(shipped).seen));
  });

  test('the faults have struck', () => {
    const codes = new Set(Object.values(resultOf(traced).seen));
    expect([...codes].map(String).toSorted().join(' ')).toBe(met);
  });

  test('nothing is open, told, misplaced, or unhandled that is not without us', () => {
    const { openSpans, diagnostics, exitCode, spans } = traced;
    expect({ openSpans, diagnostics, exitCode }).toEqual({ openSpans: [], diagnostics: [], exitCode: 0 });
    expect(misplaced(spans, layers)).toEqual([]);
    expect(resultOf(traced).escaped).toEqual(resultOf(shipped).escaped);
  });
});

test('the suite sees a call that is told twice, and one that is told otherwise', () => {
  const title = 'http_429: models.generateContent';
  const around = span('case', { scope: { name: 'app' }, attributes: { [caseAttribute]: title } });
  const own = { parentSpanId: 'case', scope: { name: scope } };
  const found = (...spans: ReturnType<typeof span>[]) =>
    misjudged({ spans: [around, ...spans], seen: { [title]: 429 } }, genai, scope);
  const failed = { ...own, status: { code: 'ERROR' }, attributes: { 'error.type': '429' } } as const;
  expect(found(span('1', failed))).toEqual([]);
  expect(found(span('1', own))).toEqual([`${title}: UNSET instead of ERROR 429`]);
  expect(found(span('1', failed), span('2', failed))).toHaveLength(1);
});
