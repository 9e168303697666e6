/** The shapes of the queries: rates, quantiles and shares of the plugins' metrics, in whichever names. */
import type { Matchers, Names, Part } from './names.mts';

/** A query, and the labels that its series have. */
export interface Query {
  readonly by: readonly string[];
  readonly promql: (names: Names) => string;
}

export interface Selection {
  readonly metric: string;
  readonly by: readonly string[];
  readonly where?: Matchers;
}

const grouped = (by: readonly string[], names: Names): string => `by (${by.map(names.label).join(', ')})`;

/** What was added per second. */
const rateOf =
  ({ metric, by, where = {} }: Selection, part: Part, before = '') =>
  (names: Names): string =>
    `sum ${grouped(by, names)} (rate(${names.series(metric, part, where)}[${names.window}]${before}))`;

/** A counter: what is counted per second. */
export const perSecond = (selection: Selection): Query => ({
  by: selection.by,
  promql: rateOf(selection, 'total'),
});

/** A histogram: how many values it gets per second, such as calls. */
export const callsPerSecond = (selection: Selection): Query => ({
  by: selection.by,
  promql: rateOf(selection, 'count'),
});

/** A histogram: what its values add up to per second. */
export const sumPerSecond = (selection: Selection): Query => ({
  by: selection.by,
  promql: rateOf(selection, 'sum'),
});

/** A histogram: its average. */
export const mean = (selection: Selection): Query => ({
  by: selection.by,
  promql: (names) => `${rateOf(selection, 'sum')(names)} / ${rateOf(selection, 'count')(names)}`,
});

/** A histogram: the value that this share of all values does not exceed, as far as its buckets can tell. */
export const quantile = (share: number, { metric, by, where = {} }: Selection): Query => ({
  by,
  promql: (names) => {
    const buckets = `rate(${names.series(metric, 'bucket', where)}[${names.window}])`;
    const labels = ['le', ...by.map(names.label)].join(', ');
    return `histogram_quantile(${share}, sum by (${labels}) (${buckets}))`;
  },
});

const FAILED: Matchers = { 'error.type': '!=""' };

/** A histogram of durations: the calls that failed, per second. */
export const failuresPerSecond = (selection: Selection): Query =>
  callsPerSecond({ ...selection, where: { ...selection.where, ...FAILED } });

/** A histogram of durations: the share of calls that failed. It is 0 if none did: those have no series. */
export const failedShare = (selection: Selection): Query => ({
  by: selection.by,
  promql: (names) => {
    const all = callsPerSecond(selection).promql(names);
    return `(${failuresPerSecond(selection).promql(names)} or 0 * ${all}) / ${all}`;
  },
});

/** A histogram of attempts: how many came after the first, for each call. */
export const repeatsPerCall = (selection: Selection): Query => ({
  by: selection.by,
  promql: (names) => `${mean(selection).promql(names)} - 1`,
});

/** A counter: how many times as much it counts as it did so long ago. */
export const growth = (selection: Selection, ago: string): Query => ({
  by: selection.by,
  promql: (names) =>
    `${rateOf(selection, 'total')(names)} / ${rateOf(selection, 'total', ` offset ${ago}`)(names)}`,
});

/** A counter: what was added in the window. */
export const added = (selection: Selection): Query => ({
  by: selection.by,
  promql: (names) =>
    `sum ${grouped(selection.by, names)} (increase(${names.series(selection.metric, 'total', selection.where ?? {})}[${names.window}]))`,
});
