import type { Figure } from './figure.ts';
import { median, type Samples } from './statistics.ts';

/** The result of one figure. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: Figure['unit'];
  readonly target: number;
  readonly met: boolean;
}

/** Significant decimal places. */
const DIGITS: Record<Figure['unit'], number> = { ratio: 2, ns: 1, B: 1, ms: 2, KiB: 0, files: 0, turns: 0 };

/** The median of all processes, rounded, so that the shown value is the one compared with the target. */
export const resultOf = (
  { name, unit, target, value: valueOf }: Figure,
  processes: readonly Samples[],
): Result => {
  const value = Number(median(processes.map(valueOf)).toFixed(DIGITS[unit]));
  return { name, value, unit, target, met: value <= target };
};

export const asJson = (results: readonly Result[]): string => `${JSON.stringify(results, undefined, 2)}\n`;

const width = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));

/** One line per figure, and the number of targets that are met. */
export const asTable = (results: readonly Result[]): string => {
  const values = results.map(({ value, unit }) => value.toFixed(DIGITS[unit]));
  const targets = results.map(({ target, unit }) => `≤ ${target} ${unit}`);
  const [nameWidth, valueWidth, targetWidth] = [
    width(results.map(({ name }) => name)),
    width(values),
    width(targets),
  ];
  const lines = results.map(({ name, met }, row) =>
    [
      name.padEnd(nameWidth),
      values[row]?.padStart(valueWidth),
      targets[row]?.padEnd(targetWidth),
      met ? 'met' : 'NOT MET',
    ].join('  '),
  );
  return `${lines.join('\n')}\n\n${results.filter(({ met }) => met).length} of ${results.length} targets met\n`;
};
