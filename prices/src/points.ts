/** Finds the points of metrics in what an SDK exports. */
import { pointsOfSpans, usedSearch } from './spans';
import type { Metric, Metrics, Point, Span } from './types';

type Item = Metrics | Metric | Point | Span;

/** Metrics, points or spans: one, or many. */
export type Usage = Metrics | Iterable<Item>;

const isIterable = (value: object): value is Iterable<Item> => Symbol.iterator in value;

function* pointsOfMetric({ descriptor, dataPoints }: Metric): Generator<Point> {
  for (const { attributes, value } of dataPoints)
    // Histograms have objects here.
    if (typeof value === 'number') yield { name: descriptor.name, attributes, value };
}

function* pointsOfMetrics({ scopeMetrics }: Metrics): Generator<Point> {
  for (const { metrics } of scopeMetrics) for (const metric of metrics) yield* pointsOfMetric(metric);
}

function* pointsOfItems(items: Iterable<Item>, warn: Warn): Generator<Point> {
  const spans: Span[] = [];
  for (const item of items)
    if ('scopeMetrics' in item) yield* pointsOfMetrics(item);
    else if ('descriptor' in item) yield* pointsOfMetric(item);
    else if ('spanContext' in item) spans.push(item);
    else yield item;
  const grounded = spans.filter(usedSearch).length;
  if (grounded > 0)
    warn(
      `${grounded} of the spans used Google Search: their tokens include those of what was found, which are not billed, so they are priced too high. Metrics have what is billed`,
    );
  yield* pointsOfSpans(spans);
}

type Warn = (warning: string) => void;

/** Throws a `TypeError` for anything else. */
export const pointsIn = (usage: Usage, warn: Warn): Iterable<Point> => {
  if (typeof usage === 'object' && usage !== null) {
    if (isIterable(usage)) return pointsOfItems(usage, warn);
    if ('scopeMetrics' in usage) return pointsOfMetrics(usage);
  }
  throw new TypeError('priceOf: expected metrics or spans, as the SDK exports them');
};
