import { expect, test } from '@jest/globals';
import type { Figure } from '../src/figure.ts';
import { asJson, asTable, resultOf } from '../src/report.ts';

const figure: Figure = {
  name: 'tea',
  unit: 'ns',
  target: 15,
  suite: 'firestore.document.noSdk',
  mode: 'time',
  value: ({ tea }) => tea?.[0] ?? Number.NaN,
};

const resultFor = (...values: number[]) =>
  resultOf(
    figure,
    values.map((value) => ({ tea: [value] })),
  );

test('the value is the median of the processes, rounded as it is shown', () => {
  expect(resultFor(14.92, 90, 1)).toEqual({ name: 'tea', value: 14.9, unit: 'ns', target: 15, met: true });
});

test('up to the target it is met, above it is not', () => {
  expect(resultFor(15.04).met).toBe(true);
  expect(resultFor(15.06).met).toBe(false);
});

test('what has no value is not met', () => {
  expect(resultFor(Number.NaN).met).toBe(false);
});

test('JSON is one array of figures, with nothing else in them', () => {
  const parsed: unknown = JSON.parse(asJson([resultFor(20)]));
  expect(parsed).toEqual([{ name: 'tea', value: 20, unit: 'ns', target: 15, met: false }]);
});

test('the table shows each figure beside its target, and counts', () => {
  const table = asTable([resultFor(3), resultOf({ ...figure, name: 'more tea' }, [{ tea: [20] }])]);
  expect(table).toBe(
    ['tea        3.0  ≤ 15 ns  met', 'more tea  20.0  ≤ 15 ns  NOT MET', '', '1 of 2 targets met', ''].join(
      '\n',
    ),
  );
});
