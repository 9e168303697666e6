import { asText, isCounted, readRecorded, record, regressions } from './counted.ts';
import type { Figure } from './figure.ts';
import { loadFigures, services } from './figures.ts';
import { parseOptions, usage } from './options.ts';
import { asJson, asTable, type Result } from './report.ts';
import { run } from './run.ts';

const all = await loadFigures();
const figures = all.flatMap((one) => one.figures);

/** The number of runs to record counts, and the maximum number until a regression is confirmed. */
const RUNS = 3;

const measured = (chosen: readonly Figure[]): Promise<Result[]> =>
  run(chosen, (line) => process.stderr.write(`measuring ${line}\n`));

const recordCounted = async (): Promise<void> => {
  const runs: Result[][] = [];
  // oxlint-disable-next-line no-await-in-loop -- measurements must not run concurrently
  while (runs.length < RUNS) runs.push(await measured(figures.filter(isCounted)));
  record(runs, all);
};

const checkCounted = async (chosen: readonly Figure[]): Promise<void> => {
  const recorded = readRecorded(services);
  const runs = [await measured(chosen.filter(isCounted))];
  let found = regressions(runs, recorded);
  while (found.length > 0 && runs.length < RUNS) {
    const suspects = new Set(found.map(({ name }) => name));
    // oxlint-disable-next-line no-await-in-loop -- measurements must not run concurrently
    runs.push(await measured(figures.filter(({ name }) => suspects.has(name))));
    found = regressions(runs, recorded);
  }
  process.stdout.write(asText(found));
  if (found.length > 0) process.exitCode = 1;
};

try {
  const { help, json, counted, accept, only } = parseOptions(process.argv.slice(2));
  const chosen = figures.filter(({ name }) => name.includes(only));
  if (chosen.length === 0) throw new Error(`no figure has "${only}" in its name`);
  if (accept && only !== '') throw new Error('--accept records every figure, not --only some');
  if (help) process.stdout.write(usage);
  else if (counted) await (accept ? recordCounted() : checkCounted(chosen));
  else {
    const results = await measured(chosen);
    process.stdout.write(json ? asJson(results) : `\n${asTable(results)}`);
  }
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
