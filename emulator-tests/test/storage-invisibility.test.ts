import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedScriptedStorage } from '../emulators/index.ts';
import { calls } from '../scenarios/storage/invisible.ts';
import { type Observed, ownKeysOf, seenOf, withAndWithout } from '../suites/invisibility/with-and-without.ts';

const options = { scenario: 'storage/invisible', mode: 'cjs', backend: sharedScriptedStorage() } as const;

/** The turn after the call: an answer of this machine may come before it, or not. */
const of = seenOf((seen) => ({ ...seen, log: seen.log.filter((line) => line !== 'turn') }));

describe('Storage, with the plugin as without it', () => {
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
    expect(ownKeysOf(traced)).toEqual(ownKeysOf(shipped));
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
