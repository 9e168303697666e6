import type { Collector } from '../../scripts/collector.mts';

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: number;
  readonly arrayValue?: object;
}

interface OtlpAttributes {
  readonly attributes?: readonly { readonly key: string; readonly value: OtlpValue }[];
}

interface OtlpSpan extends OtlpAttributes {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 2: of a server; 3: of a client; 5: of a consumer. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly status: { readonly code?: number; readonly message?: string };
  readonly events?: readonly ({ readonly name: string } & OtlpAttributes)[];
}

interface Traces {
  readonly resourceSpans: readonly {
    readonly resource: OtlpAttributes;
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** Attributes as they were given. */
export const attributesOf = ({ attributes = [] }: OtlpAttributes): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const resourceSpans = ({ received }: Collector): Traces['resourceSpans'] =>
  received
    .filter(({ path }) => path.endsWith('/v1/traces'))
    .flatMap(({ body }) => (JSON.parse(body.toString()) as Traces).resourceSpans);

/** All spans that a collector has received, in the order in which they started. */
export const receivedSpans = (collector: Collector): OtlpSpan[] =>
  resourceSpans(collector)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .toSorted((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)));

/** The attributes of the resource. */
export const receivedResource = (collector: Collector): Record<string, unknown> => {
  const [first] = resourceSpans(collector);
  return first === undefined ? {} : attributesOf(first.resource);
};
