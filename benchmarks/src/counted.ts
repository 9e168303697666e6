import { readFileSync, writeFileSync } from 'node:fs';
import type { Figure } from './figure.ts';
import type { ServiceFigures } from './figures.ts';
import type { Result } from './report.ts';

/** The lowest and highest value of each figure when it was recorded. */
export type Recorded = Readonly<Record<string, readonly [lowest: number, highest: number]>>;

/** The recorded values of a service: `benchmarks/src/<service>/counted.json`. */
const fileOf = (service: string): URL => new URL(`${service}/counted.json`, import.meta.url);

export const readRecorded = (services: readonly string[]): Recorded =>
  Object.assign(
    {},
    ...services.map((service) => JSON.parse(readFileSync(fileOf(service), 'utf8')) as Recorded),
  );

const COUNTED: ReadonlySet<Figure['unit']> = new Set(['B', 'KiB', 'files', 'turns']);

/** Whether a figure is a count, which does not depend on the speed or load of the machine. */
export const isCounted = ({ unit, mode }: Figure): boolean => COUNTED.has(unit) || mode === 'bytes';

/** How far a figure may exceed the highest recorded value, as a share of it. */
const NOISE = 0.05;

/** Bytes that are always allowed. No object is smaller, and fixed costs of a batch are divided among its chunks. */
const SMALLEST_OBJECT = 16;

const noiseOf = (unit: Figure['unit'], highest: number): number =>
  Math.max(NOISE * highest, unit === 'B' ? SMALLEST_OBJECT : 0);

/** A figure that is worse than recorded, with its limit. The limit of a figure that was never recorded is 0. */
export interface Regression {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
}

/** A regression exceeds the limit in every run, because other work of the process can only add to a value. */
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

/** Records the values of several runs. */
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
