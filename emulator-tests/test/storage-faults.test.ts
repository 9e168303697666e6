import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import type { ScenarioOutcome, SpanRecord } from '../harness/index.ts';
import { calls, faults } from '../scenarios/storage/all-faults.ts';
import { caseAttribute, type Seen } from '../suites/calls.ts';
import { misjudged } from '../suites/faults.ts';
import { storageLayers } from '../suites/layers-of.ts';
import { runChecked } from '../suites/run-checked.ts';
import { misplaced } from '../suites/traces/index.ts';

interface Result {
  readonly seen: Seen;
  /** Rejections that nobody handled, errors that nobody caught; the client's known one left out. */
  readonly escaped: readonly string[];
}

const scope = storageLayers.semantic;
const resultOf = ({ result }: ScenarioOutcome) => result as Result;
const withoutIds = ({ escaped }: Result) => escaped.map((line) => line.replaceAll(/-\d+\b/g, '')).toSorted();
const casesOf = (fault: string, seen: Seen) =>
  Object.fromEntries(Object.entries(seen).filter(([title]) => title.startsWith(`${fault}: `)));
/** Answers that break off strike downloads; others it strikes only by chance, through the connections that they share. */
const comparable = (fault: string, seen: Seen) =>
  Object.entries(casesOf(fault, seen)).filter(
    ([title]) => fault !== 'truncated' || /download|createReadStream/.test(title),
  );

/** A server may close an idle connection just as the client sends on it: with us or without, and never the same. */
const isMishap =
  (fault: string) =>
  ([, seen]: readonly [string, number | string]): boolean =>
    !/^(?:reset|truncated)/.test(fault) && ['ECONNRESET', 'FILE_NO_UPLOAD_DELETE'].includes(String(seen));

describe('every call of Storage with every fault', () => {
  let traced: ScenarioOutcome;
  let shipped: ScenarioOutcome;

  beforeAll(async () => {
    const options = {
      scenario: 'storage/all-faults',
      mode: 'cjs',
      backend: sharedScriptedStorage(),
    } as const;
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
    const both = [traced, shipped].map((outcome) => comparable(fault, resultOf(outcome).seen));
    const mishaps = new Set(both.flatMap((seen) => seen.filter(isMishap(fault)).map(([title]) => title)));
    const [withUs, without] = both.map((seen) => seen.filter(([title]) => !mishaps.has(title)));
    expect(withUs).toEqual(without);
    expect(mishaps.size).toBeLessThan(Object.keys(calls).length / 2);
  });

  /** Of a call that is one request: how often it was made again, and what was answered at last. */
  test.each([
    ['fine: file.getMetadata', undefined, 200],
    ['fine: file.download', undefined, 200],
    ['http_404: file.getMetadata', undefined, 404],
    ['http_429_once: file.getMetadata', 1, 200],
    ['http_503_2: file.getMetadata (callback)', 2, 200],
    ['http_503_2: file.download', 2, 200],
    ['http_503_2: file.createReadStream', 2, 200],
    ['http_503: file.getMetadata', 3, 503],
    ['http_503: file.createReadStream', 3, 503],
    ['reset_once: file.getMetadata', 1, 200],
    ['reset: file.getMetadata', 3, undefined],
    ['chunk_410: file.save, in a session', undefined, 410],
    ['session_403: file.createWriteStream, in a session', undefined, 403],
  ])('%s: resend_count %p, status_code %p', (title, resent, status) => {
    const around = traced.spans.find(({ attributes }) => attributes[caseAttribute] === title);
    const [span] = traced.spans.filter(
      (found) => found.scope.name === scope && found.parentSpanId === around?.spanId,
    );
    expect([
      span?.attributes['http.request.resend_count'],
      span?.attributes['http.response.status_code'],
    ]).toEqual([resent, status]);
  });

  test('the faults have struck', () => {
    const codes = new Set(Object.values(resultOf(traced).seen));
    const expected = [400, 401, 403, 404, 409, 410, 412, 416, 429, 500, 503, 'ECONNRESET', 'fine'];
    expect(expected.filter((code) => !codes.has(code))).toEqual([]);
    expect(codes).toContain('CONTENT_DOWNLOAD_MISMATCH');
    expect(codes).toContain('FILE_NO_UPLOAD');
  });

  test('nothing is open, told, misplaced, or unhandled that is not without us', () => {
    const { openSpans, diagnostics, exitCode, spans } = traced;
    expect({ openSpans, diagnostics, exitCode }).toEqual({ openSpans: [], diagnostics: [], exitCode: 0 });
    expect(misplaced(spans, storageLayers)).toEqual([]);
    expect(withoutIds(resultOf(traced))).toEqual(withoutIds(resultOf(shipped)));
  });
});

describe('the suite sees, of Storage', () => {
  const title = 'http_403: file.save';
  const record = (spanId: string, parentSpanId: string, rest: Partial<SpanRecord>): SpanRecord => ({
    name: 'upload bucket',
    kind: 'CLIENT',
    scope: { name: scope },
    traceId: 'trace',
    spanId,
    parentSpanId,
    startTime: 0,
    durationMs: 1,
    attributes: {},
    status: { code: 'UNSET' },
    events: [],
    links: [],
    resource: {},
    ...rest,
  });
  const around = record('case', '', { scope: { name: 'app' }, attributes: { [caseAttribute]: title } });

  test('the status of another answer', () => {
    const failed = record('1', 'case', { status: { code: 'ERROR' }, attributes: { 'error.type': '404' } });
    const spans = [around, failed];
    expect(misjudged({ spans, seen: { [title]: 403 } }, calls, scope)).toEqual([
      `${title}: ERROR 404 instead of ERROR 403`,
    ]);
  });
});
