import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScripted } from '../emulators/index.ts';
import { calls } from '../scenarios/firestore/invisible.ts';
import type { Observations } from '../suites/invisibility/observe.ts';
import { type Observed, ownKeysOf, seenOf, withAndWithout } from '../suites/invisibility/with-and-without.ts';
import { runChecked } from '../suites/run-checked.ts';

const options = { scenario: 'firestore/invisible', mode: 'cjs', backend: sharedScripted() } as const;
const off = { config: { enabled: false }, silent: true } as const;

const observe = async (more: object) => {
  const { result, openSpans, diagnostics } = await runChecked({ ...options, timeoutMs: 90_000, ...more });
  return { ...(result as Observations), openSpans, diagnostics };
};
const of = seenOf();

describe('with the plugin, as without it', () => {
  let shipped: Observed;
  let traced: Observed;

  beforeAll(async () => {
    ({ shipped, traced } = await withAndWithout(options, Object.keys(calls), of));
  }, 200_000);

  test.each(Object.keys(calls))('%s', (title) => {
    expect(Object.keys(of(title, shipped)).length).toBeGreaterThan(0);
    expect(of(title, traced)).toEqual(of(title, shipped));
  });

  test('what is returned has the same own properties', () => {
    // How far a stream has come when it is looked at is chance, so the forms of a call are taken together.
    const keys = (observed: Observed) =>
      new Set(ownKeysOf(observed).map((line) => line.replace(/, [^:]*:/, ':')));
    expect(keys(traced)).toEqual(keys(shipped));
  });

  test("the client's classes", () => {
    expect(traced.classes).toEqual(shipped.classes);
  });

  test('the process', () => {
    expect(traced.process).toEqual(shipped.process);
    expect(traced.diagnostics).toEqual([]);
  });
});

describe('the suite sees', () => {
  const faulty = join(import.meta.dirname, 'fixtures', 'visible-plugin.cjs');
  const some = {
    env: { CALLS: JSON.stringify(['doc.set', 'doc.create', 'query.stream', 'doc.onSnapshot']) },
    ...off,
  };
  let shipped: Observations;
  let visible: Observations;

  beforeAll(async () => {
    [shipped, visible] = await Promise.all([
      observe(some),
      observe({ ...some, nodeFlags: ['--require', faulty] }),
    ]);
  }, 100_000);

  test.each([
    ['a second branch of a promise', 'doc.set, awaited, permission_denied', 'log'],
    ['a promise of its own class', 'doc.create, awaited, fine', 'returned'],
    ['a listener of its own', 'query.stream, nobody hears its errors, midstream_permission_denied', 'log'],
    ['chunks that come a turn later', 'query.stream, read by events, fine', 'firstChunk'],
    ['a callback that is called twice', 'doc.onSnapshot, heard, fine', 'log'],
  ] as const)('%s', (_, name, part) => {
    expect(visible.calls[name]?.[part]).not.toEqual(shipped.calls[name]?.[part]);
  });

  test('a method that is named otherwise', () => {
    expect(visible.classes).not.toEqual(shipped.classes);
  });
});
