import { beforeAll, expect, test } from '@jest/globals';
import { asText, isCounted, readRecorded, regressions } from '../src/counted.ts';
import type { Figure } from '../src/figure.ts';
import { loadFigures, services } from '../src/figures.ts';
import type { Result } from '../src/report.ts';

let figures: Figure[];

beforeAll(async () => {
  figures = (await loadFigures()).flatMap((one) => one.figures);
});

const result = (value: number, unit: Result['unit'] = 'KiB'): Result => ({
  name: 'tea',
  value,
  unit,
  target: 150,
  met: true,
});

test('bytes, files and turns are counted, whatever a clock says is not', () => {
  const units = new Set(figures.filter(isCounted).map(({ unit }) => unit));
  expect(units).toEqual(new Set(['ratio', 'B', 'turns', 'KiB', 'files']));
  expect(figures.some((figure) => isCounted(figure) && figure.name.endsWith(': time'))).toBe(false);
});

test('each figure that is counted has been recorded, and nothing else', () => {
  const names = figures.filter(isCounted).map(({ name }) => name);
  expect(Object.keys(readRecorded(services))).toEqual(names);
});

test('up to the noise above the highest that was recorded it is no regression', () => {
  expect(regressions([[result(105)]], { tea: [90, 100] })).toEqual([]);
  expect(regressions([[result(106)]], { tea: [90, 100] })).toEqual([{ name: 'tea', value: 106, limit: 105 }]);
});

test('nor is less than the smallest object for each chunk', () => {
  expect(regressions([[result(21, 'B')]], { tea: [-9, 5] })).toEqual([]);
  expect(regressions([[result(22, 'B')]], { tea: [-9, 5] })).toEqual([{ name: 'tea', value: 22, limit: 21 }]);
});

test('what must be none may not be one', () => {
  expect(regressions([[result(1, 'turns')]], { tea: [0, 0] })).toEqual([{ name: 'tea', value: 1, limit: 0 }]);
});

test('it has to be worse in every run', () => {
  expect(regressions([[result(200)], [result(100)]], { tea: [90, 100] })).toEqual([]);
  expect(regressions([[result(200)], [result(120)]], { tea: [90, 100] })).toHaveLength(1);
});

test('what was never recorded is told', () => {
  const found = regressions([[result(1)]], {});
  expect(asText(found)).toBe('tea: 1, which was never recorded (see --accept)\n');
  expect(asText([])).toBe('no regression\n');
});
