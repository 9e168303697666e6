/** The types of the package: what is priced, the prices, and the bill. */

/** What a price is for one or many of. */
export const UNITS = [
  'operation',
  'GiB',
  'token',
  'query',
  'prompt',
  'image',
  'second',
  'character',
  'token_hour',
] as const;

export type Unit = (typeof UNITS)[number];

/** How a price of the list is known. */
export type Verified =
  /** It was read on Google's page, or in a copy of it. */
  | 'page'
  /** It was found in other public price tables only. */
  | 'secondary'
  /** No source was found: it may be wrong. */
  | 'no';

/** One line of a price list. */
export interface Price {
  /** US dollars for {@link per} units, without discounts, free tiers and taxes. */
  readonly usd: number;
  /** How many units {@link usd} pays for. */
  readonly per: number;
  readonly unit: Unit;
  /** The address of Google's page that has the price, or should have it. */
  readonly source: string;
  /** The day on which it was looked up: `YYYY-MM-DD`. */
  readonly read: string;
  readonly verified: Verified;
  /** The price that Google has announced, and from which day on it applies: `YYYY-MM-DD`. */
  readonly next?: { readonly usd: number; readonly from: string };
}

/** Prices by their names, for example `firestore/us-central1/read` or `vertexai/gemini-2.5-flash/input/audio`. */
export type PriceList = Readonly<Record<string, Price>>;

/** What replaces lines of the list, or is added to it. Fields that are left out stay as they are in the list. */
export type PriceChanges = Readonly<Record<string, Partial<Price> | undefined>>;

export type Attributes = Readonly<Record<string, unknown>>;

/** The value of a counter for one set of attributes. */
export interface Point {
  /** The name of the metric. Names of other metrics than those of the bill are ignored. */
  readonly name: string;
  readonly attributes: Attributes;
  readonly value: number;
}

/** A metric as the SDK exports it (`MetricData`). */
export interface Metric {
  readonly descriptor: { readonly name: string };
  readonly dataPoints: Iterable<{ readonly attributes: Attributes; readonly value: unknown }>;
}

/** What the SDK hands to an exporter of metrics (`ResourceMetrics`). */
export interface Metrics {
  readonly scopeMetrics: Iterable<{ readonly metrics: Iterable<Metric> }>;
}

/** A finished span (`ReadableSpan`). */
export interface Span {
  readonly name: string;
  readonly attributes: Attributes;
  readonly parentSpanContext?: { readonly spanId: string } | undefined;
  readonly spanContext: () => { readonly spanId: string };
}

export interface PriceOptions {
  /**
   * Where data is stored, as Google names it: `us-central1`, `nam5`, `eu`. A function tells it for each use by its attributes.
   *
   * @default none: Firestore and Cloud Storage are not priced
   */
  readonly region?: string | ((attributes: Attributes) => string | undefined);
  /**
   * Prices that replace those of the list, line by line.
   *
   * @default {@link listPrices}, unchanged
   */
  readonly prices?: PriceChanges;
  /**
   * The day whose prices are meant, where Google has announced others: `YYYY-MM-DD`.
   *
   * @default today
   */
  readonly day?: string;
}

/** One priced use. */
export interface Line {
  /** The name of the price in the list. */
  readonly price: string;
  /** Of the span or the point of a metric: whose cost it is. */
  readonly attributes: Attributes;
  readonly quantity: number;
  readonly unit: Unit;
  /** US dollars: `quantity * price.usd / price.per`. */
  readonly usd: number;
  /** `at_least` where more may be billed than a client can see. */
  readonly precision: 'exact' | 'at_least';
  /** What was assumed where the attributes do not say it. */
  readonly assumes?: string;
}

/** A use that has no price. */
export interface Unpriced {
  readonly attributes: Attributes;
  readonly quantity: number;
  readonly unit: Unit;
  /** One line: why, and what to do. */
  readonly reason: string;
}

export interface Bill {
  readonly lines: readonly Line[];
  /** The sum of {@link lines} in US dollars. An estimate: see `docs/what-it-costs.md`. */
  readonly total: number;
  readonly unpriced: readonly Unpriced[];
  /** One line for each change of a price that cannot be used. */
  readonly warnings: readonly string[];
}
