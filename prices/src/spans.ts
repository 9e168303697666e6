/** What the counters would have counted for spans. Spans have less detail, and calls that are not sampled have none. */
import type { Attributes, Point, Span } from './types';

type Labels = Record<string, unknown>;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The attributes of the counters, where a span has them. */
const pick = (attributes: Attributes, names: readonly string[]): Labels =>
  Object.fromEntries(
    names.filter((name) => attributes[name] !== undefined).map((name) => [name, attributes[name]]),
  );

const FIRESTORE_LABELS = [
  'db.collection.name',
  'db.operation.name',
  'db.namespace',
  'gcp.firestore.billing.precision',
];

function* firestorePoints(attributes: Attributes): Generator<Point> {
  for (const kind of ['read', 'write', 'delete'])
    yield {
      name: 'gcp.firestore.client.billing.operations',
      attributes: { ...pick(attributes, FIRESTORE_LABELS), 'gcp.firestore.billing.kind': kind },
      value: numberOf(attributes[`gcp.firestore.billing.${kind}s`]),
    };
}

const STORAGE_LABELS = ['gcp.storage.bucket', 'gcp.storage.operation', 'gcp.storage.object.storage_class'];

function* storagePoints(attributes: Attributes): Generator<Point> {
  const labels = pick(attributes, STORAGE_LABELS);
  for (const billed of ['a', 'b'])
    yield {
      name: 'gcp.storage.client.billing.operations',
      attributes: { ...labels, 'gcp.storage.billing.class': billed },
      value: numberOf(attributes[`gcp.storage.billing.class_${billed}`]),
    };
  yield {
    name: 'gcp.storage.client.io',
    attributes: { ...labels, 'network.io.direction': 'receive' },
    value: numberOf(attributes['gcp.storage.bytes.received']),
  };
}

const MODEL_LABELS = ['gen_ai.request.model', 'gen_ai.provider.name', 'gcp.vertex_ai.traffic_type'];

/** The attributes for what is not billed by token, with the unit and the kind of the counter. */
const UNITS: readonly (readonly [attribute: string, unit: string, kind: string])[] = [
  ['search_queries', 'query', 'search'],
  ['grounded_prompts', 'prompt', 'search'],
  ['maps_prompts', 'prompt', 'maps'],
  ['images', 'image', 'image'],
  ['video_seconds', 'second', 'video'],
  ['characters', 'character', 'embedding'],
  ['cache_token_hours', 'token_hour', 'cache_storage'],
];

/** Whether an answer was grounded in Google Search. */
export const usedSearch = ({ attributes }: Span): boolean =>
  ['search_queries', 'grounded_prompts'].some(
    (name) => numberOf(attributes[`gcp.vertex_ai.billing.${name}`]) > 0,
  );

const LONG_PROMPT = 200_000;

/** The tokens of one kind by modality, and without a modality those of which a span does not tell it. */
function* byModality(attributes: Attributes, name: string, total: number): Generator<[string, number]> {
  let rest = total;
  for (const modality of ['text', 'audio', 'image']) {
    const count = Math.min(rest, numberOf(attributes[`gen_ai.usage.${modality}.${name}`]));
    rest -= count;
    yield [modality, count];
  }
  yield ['', rest];
}

type Tokens = Generator<[kind: string, modality: string, count: number]>;

function* embedded(attributes: Attributes): Tokens {
  if (attributes['gcp.vertex_ai.billing.characters'] === undefined)
    yield ['embedding', '', numberOf(attributes['gen_ai.usage.input_tokens'])];
}

function* generated(attributes: Attributes): Tokens {
  const usage = (name: string) => numberOf(attributes[`gen_ai.usage.${name}`]);
  const reasoning = usage('reasoning.output_tokens');
  const cached = new Map(byModality(attributes, 'cache_read.input_tokens', usage('cache_read.input_tokens')));
  for (const [modality, count] of byModality(attributes, 'input_tokens', usage('input_tokens')))
    yield ['input', modality, Math.max(0, count - (cached.get(modality) ?? 0))];
  for (const [modality, count] of cached) yield ['cached_input', modality, count];
  for (const [modality, count] of byModality(attributes, 'output_tokens', usage('output_tokens') - reasoning))
    yield ['output', modality, count];
  yield ['reasoning', '', reasoning];
}

function* modelPoints(attributes: Attributes, isNew: (response: unknown) => boolean): Generator<Point> {
  const name = 'gcp.vertex_ai.client.billing.units';
  const labels = pick(attributes, MODEL_LABELS);
  const point = (unit: string, kind: string, value: number, more: Labels = {}): Point => ({
    name,
    attributes: {
      ...labels,
      ...more,
      'gcp.vertex_ai.billing.unit': unit,
      'gcp.vertex_ai.billing.kind': kind,
    },
    value,
  });
  for (const [attribute, unit, kind] of UNITS)
    yield point(unit, kind, numberOf(attributes[`gcp.vertex_ai.billing.${attribute}`]));
  if (!isNew(attributes['gen_ai.response.id'])) return;
  const isLong = numberOf(attributes['gen_ai.usage.input_tokens']) > LONG_PROMPT;
  const isEmbedding = attributes['gen_ai.operation.name'] === 'embeddings';
  for (const [kind, modality, count] of isEmbedding ? embedded(attributes) : generated(attributes))
    yield point('token', kind, count, {
      ...(modality !== '' && { 'gcp.vertex_ai.billing.modality': modality }),
      ...(isLong && { 'gcp.vertex_ai.billing.long_context': true }),
    });
}

/** The route of the request in which a span was made, if the span of that request is among the given. */
const routesOf = (spans: readonly Span[]) => {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  return (span: Span): unknown => {
    const seen = new Set<Span>();
    for (let one: Span | undefined = span; one !== undefined && !seen.has(one);) {
      const route = one.attributes['http.route'];
      if (route !== undefined) return route;
      seen.add(one);
      one = byId.get(one.parentSpanContext?.spanId ?? '');
    }
    return undefined;
  };
};

const PROVIDERS: readonly unknown[] = ['gcp.vertex_ai', 'gcp.gemini'];

/** The points of all spans of the instrumentations. A response that was fetched several times is counted once. */
export function* pointsOfSpans(spans: readonly Span[]): Generator<Point> {
  const routeOf = routesOf(spans);
  const responses = new Set<unknown>();
  const isNew = (response: unknown) => {
    if (response === undefined) return true;
    return responses.size !== responses.add(response).size;
  };
  for (const span of spans) {
    const { attributes } = span;
    const route = routeOf(span);
    const points = [...firestorePoints(attributes), ...storagePoints(attributes)];
    if (PROVIDERS.includes(attributes['gen_ai.provider.name']))
      points.push(...modelPoints(attributes, isNew));
    for (const { name, attributes: labels, value } of points)
      if (value > 0)
        yield {
          name,
          attributes: route === undefined ? labels : { ...labels, 'http.route': route },
          value,
        };
  }
}
