import type { SeenSpan } from './telemetry';

/** A call of a library, and the spans that it draws. */
export interface Case {
  /** The row of the table. */
  readonly row: string;
  readonly called: string;
  readonly run: () => unknown;
  readonly spans: readonly SeenSpan[];
}

/** A list of cases, and how to add to it. */
export const caseList = () => {
  const cases: Case[] = [];
  const calls = (row: string, called: string, run: () => unknown, ...spans: SeenSpan[]): void =>
    void cases.push({ row, called, run, spans });
  return { cases, calls };
};

/** Makes a call in its callback form. */
export const byCallback = (make: (done: (error: unknown) => void) => unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    make((error) => (error ? reject(error) : resolve()));
  });
