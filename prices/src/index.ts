/** What the calls that the instrumentations count would cost, by Google's list prices. */
export { listPrices } from './list';
export type { Usage } from './points';
export { priceOf } from './price';
export type {
  Attributes,
  Bill,
  Line,
  Metric,
  Metrics,
  Point,
  Price,
  PriceChanges,
  PriceList,
  PriceOptions,
  Span,
  Unit,
  Unpriced,
  Verified,
} from './types';
