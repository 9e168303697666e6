import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import { calls } from '../scenarios/storage/invisible.ts';
import type { Observations } from '../suites/invisibility/observe.ts';
import { runChecked } from '../suites/run-checked.ts';

const options = { scenario: 'storage/invisible', mode: 'cjs', backend: sharedScriptedStorage() } as const;

const observe = async (more: object) => {
  const { result, openSpans, diagnostics } = await runChecked({ ...options, timeoutMs: 90_000, ...more });
  return { ...(result as Observations), openSpans, diagnostics };
};

/** What was seen of one call in all its forms. The turn after the call: an answer of this machine may come before it, or not. */
const of = (title: string, { calls: all }: Observations) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(`${title}, `))
      .map(([name, seen]) => [
        name,
        { ...seen, log: seen.log.filter((line) => line !== 'turn'), ownKeys: undefined },
      ]),
  );

describe('Storage, with the plugin as without it', () => {
  let shipped: Awaited<ReturnType<typeof observe>>;
  let traced: Awaited<ReturnType<typeof observe>>;

  beforeAll(async () => {
    [shipped, traced] = await Promise.all([
      observe({ config: { enabled: false }, silent: true }),
      observe({}),
    ]);
  }, 100_000);

  test.each(Object.keys(calls))('%s', (title) => {
    expect(Object.keys(of(title, shipped)).length).toBeGreaterThan(0);
    expect(of(title, traced)).toEqual(of(title, shipped));
  });

  test('what is returned has the same own properties, but for those that follow a stream', () => {
    // In brackets: they are not enumerable. A stream's are gone once it is closed.
    const following = new Set(['(push)', '(emit)', '(_read)']);
    const keys = ({ calls: seen }: Observations, hidden: ReadonlySet<string>) =>
      Object.entries(seen).map(
        ([name, { ownKeys = [] }]) => `${name}: ${ownKeys.filter((key) => !hidden.has(key)).join(' ')}`,
      );
    expect(keys(traced, following)).toEqual(keys(shipped, new Set()));
  });

  test("the client's classes, but for what its constructors assign", () => {
    const names = new Set([...Object.keys(shipped.classes), ...Object.keys(traced.classes)]);
    const changed = [...names].filter((name) => traced.classes[name] !== shipped.classes[name]);
    // Accessors, not enumerable: an instance gets its own property all the same.
    expect(changed.toSorted()).toEqual([
      'Bucket.acl',
      'Bucket.getFilesStream',
      'Bucket.iam',
      'File.acl',
      'Storage.getBucketsStream',
      'Storage.getHmacKeysStream',
    ]);
  });

  test('the process', () => {
    expect(new Set(traced.process)).toEqual(new Set(shipped.process));
    expect(traced.diagnostics).toEqual([]);
  });
});
