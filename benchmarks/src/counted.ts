import { readFileSync, writeFileSync } from 'node:fs';
import type { Figure } from './figure.ts';
import type { ServiceFigures } from './figures.ts';
import type { Result } from './report.ts';

/** The lowest and the highest value that each figure came to when it was recorded. */
export type Recorded = Readonly<Record<string, readonly [lowest: number, highest: number]>>;

/** What was recorded of a service: `benchmarks/src/<service>/counted.json`. */
const fileOf = (service: string): URL => new URL(`${service}/counted.json`, import.meta.url);

export const readRecorded = (services: readonly string[]): Recorded =>
  Object.assign(
    {},
    ...services.map((service) => JSON.parse(readFileSync(fileOf(service), 'utf8')) as Recorded),
  );

const COUNTED: ReadonlySet<Figure['unit']> = new Set(['B', 'KiB', 'files', 'turns']);

/** Whether a figure is counted: it is the same on a machine that is slow or busy. */
export const isCounted = ({ unit, mode }: Figure): boolean => COUNTED.has(unit) || mode === 'bytes';

/** How far above the highest value that was recorded a figure may come, as a share of it. */
const NOISE = 0.05;

/** Bytes that it may be at any rate: what a batch costs once is shared among its chunks, and no object is smaller. */
const SMALLEST_OBJECT = 16;

const noiseOf = (unit: Figure['unit'], highest: number): number =>
  Math.max(NOISE * highest, unit === 'B' ? SMALLEST_OBJECT : 0);

/** A figure that is worse than it was, with what it may be; one that was never recorded may be nothing. */
export interface Regression {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
}

/** Only what is above the limit in every run is a regression: other work of the process adds, and never takes away. */
export const regressions = (runs: readonly (readonly Result[])[], recorded: Recorded): Regression[] => {
  const [first = []] = runs;
  return first.flatMap(({ name, unit }) => {
    const value = Math.min(...valuesOf(name, runs));
    const [, highest = Number.NaN] = recorded[name] ?? [];
    const limit = highest + noiseOf(unit, highest);
    return value <= limit ? [] : [{ name, value, limit }];
  });
};

const valuesOf = (name: string, runs: readonly (readonly Result[])[]): number[] =>
  runs.flatMap((results) => results.filter((result) => result.name === name).map(({ value }) => value));

/** Records what several runs came to. */
export const record = (runs: readonly (readonly Result[])[], all: readonly ServiceFigures[]): void => {
  for (const { service, figures } of all) {
    const recorded = Object.fromEntries(
      figures.filter(isCounted).map(({ name }) => {
        const values = valuesOf(name, runs);
        return [name, [Math.min(...values), Math.max(...values)]];
      }),
    );
    writeFileSync(fileOf(service), `${JSON.stringify(recorded, undefined, 2)}\n`);
  }
};

export const asText = (found: readonly Regression[]): string =>
  found.length === 0
    ? 'no regression\n'
    : found
        .map(({ name, value, limit }) =>
          Number.isNaN(limit)
            ? `${name}: ${value}, which was never recorded (see --accept)\n`
            : `${name}: ${value} instead of ${limit.toFixed(2)} at most\n`,
        )
        .join('');
