import { expect, test } from '@jest/globals';
import { asText, isCounted, readRecorded, regressions } from '../src/counted.ts';
import { figures } from '../src/figures.ts';
import type { Result } from '../src/report.ts';

const bytes = (value: number): Result => ({ name: 'tea', value, unit: 'B', target: 150, met: true });

test('bytes, files and turns are counted, whatever a clock says is not', () => {
  const units = new Set(figures.filter(isCounted).map(({ unit }) => unit));
  expect(units).toEqual(new Set(['ratio', 'B', 'turns', 'KiB', 'files']));
  expect(figures.some((figure) => isCounted(figure) && figure.name.endsWith(': time'))).toBe(false);
});

test('each figure that is counted has been recorded, and nothing else', () => {
  const names = figures.filter(isCounted).map(({ name }) => name);
  expect(Object.keys(readRecorded())).toEqual(names);
});

test('up to the noise above the highest that was recorded it is no regression', () => {
  expect(regressions([[bytes(105)]], { tea: [90, 100] })).toEqual([]);
  expect(regressions([[bytes(106)]], { tea: [90, 100] })).toEqual([{ name: 'tea', value: 106, limit: 105 }]);
});

test('what must be none may not be one', () => {
  expect(regressions([[bytes(1)]], { tea: [0, 0] })).toEqual([{ name: 'tea', value: 1, limit: 0 }]);
});

test('it has to be worse in every run', () => {
  expect(regressions([[bytes(200)], [bytes(100)]], { tea: [90, 100] })).toEqual([]);
  expect(regressions([[bytes(200)], [bytes(120)]], { tea: [90, 100] })).toHaveLength(1);
});

test('what was never recorded is told', () => {
  const found = regressions([[bytes(1)]], {});
  expect(asText(found)).toBe('tea: 1, which was never recorded (see --accept)\n');
  expect(asText([])).toBe('no regression\n');
});
