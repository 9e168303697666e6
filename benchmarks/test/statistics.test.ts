import { expect, test } from '@jest/globals';
import { added, median, mostAdded, quantile, taxRatio } from '../src/statistics.ts';

test('a quantile is a value that was measured', () => {
  expect(quantile([5, 1, 4, 2, 3], 0)).toBe(1);
  expect(quantile([5, 1, 4, 2, 3], 0.1)).toBe(1);
  expect(quantile([5, 1, 4, 2, 3], 1)).toBe(5);
  expect(median([10, 1, 9])).toBe(9);
});

test('nothing has no quantile', () => {
  expect(() => median([])).toThrow('nothing was measured');
});

test('what a case adds is found round by round: a slow machine slows both', () => {
  expect(added({ bare: [10, 500, 10], instrumented: [13, 503, 14] }, 'instrumented', 'bare')).toBe(3);
});

test('where one round counts, none is forgotten', () => {
  expect(mostAdded({ bare: [1, 1, 1], instrumented: [1, 2, 1] }, 'instrumented', 'bare')).toBe(1);
});

test('a case that was not measured is an error, not a zero', () => {
  expect(() => added({ bare: [10] }, 'instrumented', 'bare')).toThrow(
    'nothing was measured of "instrumented"',
  );
});

test('a round that one case lacks is an error, not a zero', () => {
  expect(() => added({ bare: [10], instrumented: [13, 13] }, 'instrumented', 'bare')).toThrow('rounds');
});

test('the tax ratio leaves out what the bare call costs', () => {
  expect(taxRatio({ bare: [100, 100], handwritten: [300, 320], instrumented: [280, 284] })).toBeCloseTo(
    184 / 220,
  );
});
