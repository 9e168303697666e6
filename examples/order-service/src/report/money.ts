import { type Bill, type Line, priceOf, type Span, type Usage } from '@gcp-otel/prices';

/** Where a shop like this would keep its data. */
export const region = 'us-central1';

/** What requests to one route have cost, in US dollars. */
export interface RouteCost {
  readonly route: string;
  readonly requests: number;
  readonly usd: number;
  /** What a million of them would cost. */
  readonly usdPerMillion: number;
}

export interface Money extends Bill {
  readonly region: string;
  readonly routes: readonly RouteCost[];
}

interface TracedSpan extends Span {
  spanContext(): { readonly spanId: string; readonly traceId: string };
}

/** Work that no request has asked for. */
const NO_REQUEST = '(no request)';

/** The money, from the metrics; and by route from the spans, which know to which request they belong. */
export function toMoney(spans: readonly TracedSpan[], metrics: Usage): Money {
  const requests = spans.filter(({ attributes }) => attributes['http.route'] !== undefined);
  const routeOf = new Map(requests.map((request) => [request.spanContext().traceId, request.name]));
  const routes = new Set([...routeOf.values(), NO_REQUEST]);
  const costOf = (route: string): RouteCost => {
    const ofRoute = spans.filter((span) => (routeOf.get(span.spanContext().traceId) ?? NO_REQUEST) === route);
    const { total: usd } = priceOf(ofRoute, { region });
    const count = requests.filter(({ name }) => name === route).length;
    return { route, requests: count, usd, usdPerMillion: count === 0 ? 0 : (usd / count) * 1_000_000 };
  };
  const costs = [...routes].map(costOf).filter(({ requests: count, usd }) => count > 0 || usd > 0);
  return {
    region,
    ...priceOf(metrics, { region }),
    routes: costs.toSorted((one, other) => other.usdPerMillion - one.usdPerMillion),
  };
}

/** The dollars of some lines. */
export const usdOf = (lines: readonly Line[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
