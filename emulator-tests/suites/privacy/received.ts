import type { Collector } from '../../../scripts/collector.mts';

/** A span, metric or log record in OTLP JSON. */
interface Item {
  readonly name?: string;
  readonly eventName?: string;
}

interface Scoped {
  readonly scope?: { readonly name?: string };
  readonly spans?: readonly Item[];
  readonly metrics?: readonly Item[];
  readonly logRecords?: readonly Item[];
}

interface Resourced {
  readonly resource?: object;
  readonly scopeSpans?: readonly Scoped[];
  readonly scopeMetrics?: readonly Scoped[];
  readonly scopeLogs?: readonly Scoped[];
}

interface Request {
  readonly resourceSpans?: readonly Resourced[];
  readonly resourceMetrics?: readonly Resourced[];
  readonly resourceLogs?: readonly Resourced[];
}

interface Place {
  readonly scope: string;
  readonly name: string;
  readonly item: object;
}

const placesOf = ({ resourceSpans = [], resourceMetrics = [], resourceLogs = [] }: Request): Place[] =>
  [...resourceSpans, ...resourceMetrics, ...resourceLogs].flatMap(
    ({ resource = {}, scopeSpans = [], scopeMetrics = [], scopeLogs = [] }) => [
      { scope: 'resource', name: '', item: resource },
      ...[...scopeSpans, ...scopeMetrics, ...scopeLogs].flatMap(
        ({ scope, spans = [], metrics = [], logRecords = [] }) =>
          [...spans, ...metrics, ...logRecords].map((item) => ({
            scope: scope?.name ?? '',
            name: item.name ?? item.eventName ?? '',
            item,
          })),
      ),
    ],
  );

const received = (collector: Collector): Place[] =>
  collector.received.flatMap(({ body }) => placesOf(JSON.parse(body.toString()) as Request));

/** A secret, encoded or not, with its surroundings. */
const heard = (value: unknown, secret: string): string | undefined => {
  const text = JSON.stringify(value);
  const places = [secret, encodeURIComponent(secret)].map((form) =>
    text.toLowerCase().indexOf(form.toLowerCase()),
  );
  const place = places.find((found) => found !== -1);
  return place === undefined ? undefined : text.slice(Math.max(0, place - 80), place + secret.length + 20);
};

/** The places in everything that a collector has received that contain a secret: all scopes and the resource. */
export function leaksReceived(collector: Collector, secret: string): string[] {
  const found = received(collector).flatMap(({ scope, name, item }) =>
    Object.entries(item).flatMap(([part, value]) => {
      const around = heard(value, secret);
      return around === undefined ? [] : [`${scope} ${name}: ${part} ${around}`];
    }),
  );
  return [...new Set(found)];
}

/** The scopes that telemetry was received from. */
export const scopesReceived = (collector: Collector): ReadonlySet<string> =>
  new Set(received(collector).map(({ scope }) => scope));
