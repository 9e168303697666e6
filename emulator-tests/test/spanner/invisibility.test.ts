import { expect, test } from '@jest/globals';
import { calls } from '../../scenarios/spanner/invisible.ts';
import { invisibility } from '../../suites/invisibility/index.ts';
import { type Observed, seenOf } from '../../suites/invisibility/with-and-without.ts';

/** The client calls back in contexts of its own, which ours is not to: see below. */
const elsewhere = ' (in another context)';

/** On the header that it keeps in a backup, the client writes whichever trace is active when it sends its request. */
const withoutTrace = (value: unknown): unknown =>
  value && JSON.parse(JSON.stringify(value, (key, part) => (key === 'traceparent' ? undefined : part)));

invisibility({
  service: 'spanner',
  titles: Object.keys(calls),
  of: seenOf(({ log, result, ...seen }) => ({
    ...seen,
    log: log.map((line) => line.replace(elsewhere, '')),
    result: withoutTrace(result),
  })),
  also(observed) {
    test('nothing comes in another context that did not without us', () => {
      const { shipped, traced } = observed();
      const astray = ({ calls: seen }: Observed) =>
        Object.keys(seen).filter((name) => seen[name]!.log.some((line) => line.includes(elsewhere)));
      const before = new Set(astray(shipped));
      expect(before.size).toBeGreaterThan(0);
      expect(astray(traced).filter((name) => !before.has(name))).toEqual([]);
    });
  },
});
