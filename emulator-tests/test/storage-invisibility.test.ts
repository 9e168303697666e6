
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import { calls } from '../scenarios/storage/invisible.ts';
import type { Observations } from '../suites/invisibility/observe.ts';
import { runChecked } from '../suites/run-checked.ts';

const options = { scenario: 'storage/invisible', mode: 'cjs', backend: sharedScriptedStorage() } as const;
const off = { config: { enabled: false }, silent: true } as const;

const observe = async (more: object) => {
  const { result, openSpans, diagnostics } = await runChecked({ ...options, timeoutMs: 90_000, ...more });
  return { ...(result as Observations), openSpans, diagnostics };
};

/** What was seen of one call in all its forms. */
const of = (title: string, { calls: all }: Observations) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(`${title}, `))
      .map(([name, seen]) => [name, { ...seen, ownKeys: undefined }]),
  );

describe('Storage, with the plugin, as without it', () => {
  let shipped: Awaited<ReturnType<typeof observe>>;
  let traced: Awaited<ReturnType<typeof observe>>;

  beforeAll(async () => {
    [shipped, traced] = await Promise.all([observe(off), observe({})]);
  }, 100_000);

  test.each(Object.keys(calls))('%s', (title) => {
    expect(Object.keys(of(title, shipped)).length).toBeGreaterThan(0);
    expect(of(title, traced)).toEqual(of(title, shipped));
  });

  test('what is returned has the same own properties, but for those that follow a stream or an iterator', () => {
    // In brackets: they are not enumerable. A stream's are gone once it is closed.
    const following = new Set(['(push)', '(emit)', '(next)', '(return)', '(throw)']);
    const keys = ({ calls: seen }: Observations, hidden: ReadonlySet<string>) => [
      ...new Set(
        Object.entries(seen).map(
          ([name, { ownKeys = [] }]) =>
            `${name.split(', ')[0]}: ${ownKeys.filter((key) => !hidden.has(key)).join(' ')}`,
        ),
      ),
    ];
    expect(keys(traced, following)).toEqual(keys(shipped, new Set()));
  });

  test("the client's classes", () => {
    expect(traced.classes).toEqual(shipped.classes);
  });

  test('the process', () => {
    expect(traced.process).toEqual(shipped.process);
    expect(traced.diagnostics).toEqual([]);
  });
});

