import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedSpanner } from '../emulators/index.ts';
import { calls } from '../scenarios/spanner/invisible.ts';
import { type Observed, ownKeysOf, seenOf, withAndWithout } from '../suites/invisibility/with-and-without.ts';
import { spannerLayers } from '../suites/layers-of.ts';

const options = { scenario: 'spanner/invisible', mode: 'cjs', backend: sharedScriptedSpanner() } as const;
/** The client calls back in contexts of its own, which ours is not to: see below. */
const elsewhere = ' (in another context)';
/** On the header that it keeps in a backup, the client writes whichever trace is active when it sends its request. */
const withoutTrace = (value: unknown): unknown =>
  value && JSON.parse(JSON.stringify(value, (key, part) => (key === 'traceparent' ? undefined : part)));
const of = seenOf(({ log, result, ...seen }) => ({
  ...seen,
  log: log.map((line) => line.replace(elsewhere, '')),
  result: withoutTrace(result),
}));

describe('Spanner with the plugin, as without it', () => {
  let shipped: Observed;
  let traced: Observed;

  beforeAll(async () => {
    ({ shipped, traced } = await withAndWithout(options, Object.keys(calls), of));
  }, 200_000);

  test.each(Object.keys(calls))('%s', (title) => {
    expect(Object.keys(of(title, shipped)).length).toBeGreaterThan(0);
    expect(of(title, traced)).toEqual(of(title, shipped));
  });

  test('nothing comes in another context that did not without us', () => {
    const astray = ({ calls: seen }: Observed) =>
      Object.keys(seen).filter((name) => seen[name]!.log.some((line) => line.includes(elsewhere)));
    const before = new Set(astray(shipped));
    expect(before.size).toBeGreaterThan(0);
    expect(astray(traced).filter((name) => !before.has(name))).toEqual([]);
  });

  test('what is returned has the same own properties', () => {
    expect(ownKeysOf(traced)).toEqual(ownKeysOf(shipped));
  });

  test("the client's classes", () => {
    expect(traced.classes).toEqual(shipped.classes);
  });

  test('the process', () => {
    expect(traced.process).toEqual(shipped.process);
    expect(traced.diagnostics.filter((line) => !spannerLayers.complaint?.test(line))).toEqual([]);
  });
});
