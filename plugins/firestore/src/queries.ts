/** Calls on queries: of documents, of aggregations, of vectors, of their plans; and lists of what there is. */
import type { Attributes, Call, Consumed, Description } from '@gcp-otel/shared';
import * as billing from './billing';
import type {
  AggregateQuery,
  AggregateSnapshot,
  ExplainResults,
  Filter,
  Firestore,
  Query,
  QuerySnapshot,
  VectorQuery,
} from './client';
import { collectionOfQuery, type Naming } from './collections';
import { aggregateText, planText, queryText, vectorText } from './query-text';
import { describe as describeTarget, describeOnce } from './target';

export const describe = (query: Query, _: unknown, operation: string, naming: Naming): Description =>
  describeOnce(query._firestore, operation, collectionOfQuery(query, naming));

export const describeAggregate = (
  { _query: query, _aggregates: aggregates }: AggregateQuery,
  _: unknown,
  __: string,
  naming: Naming,
): Description => {
  const counts = Object.values(aggregates).every(({ aggregateType = 'count' }) => aggregateType === 'count');
  return describeOnce(query._firestore, counts ? 'count' : 'aggregate', collectionOfQuery(query, naming));
};

export const describeVector = (
  vector: VectorQuery,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => {
  const { _query: query } = vector;
  const description = describeTarget(query._firestore, operation, collectionOfQuery(query, naming));
  const { distanceMeasure, limit } = vector._options ?? vector.options ?? {};
  if (distanceMeasure !== undefined)
    description.attributes['gcp.firestore.vector.distance_measure'] = distanceMeasure;
  if (limit !== undefined) description.attributes['gcp.firestore.vector.limit'] = limit;
  return description;
};

/** `explain` of a query, an aggregation or a vector search. */
export const describeExplained = (
  explained: AggregateQuery | VectorQuery,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => describe(explained._query, _, operation, naming);

/** `firestore.listCollections()`. */
export const describeDatabase = (firestore: Firestore, _: unknown, operation: string): Description =>
  describeTarget(firestore, operation, undefined);

export const text = (query: Query, _: unknown, naming: Naming): Attributes => ({
  'db.query.text': queryText(query, naming),
});
export const aggregatedText = (query: AggregateQuery, _: unknown, naming: Naming): Attributes => ({
  'db.query.text': aggregateText(query, naming),
});
export const nearestText = (query: VectorQuery, _: unknown, naming: Naming): Attributes => ({
  'db.query.text': vectorText(query, naming),
});

const COMPARES: ReadonlySet<string | undefined> = new Set([
  'LESS_THAN',
  'LESS_THAN_OR_EQUAL',
  'GREATER_THAN',
  'GREATER_THAN_OR_EQUAL',
  'NOT_EQUAL',
  'NOT_IN',
]);

/** Firestore refuses queries with more than 100 filters. No more than these are looked at, however many there are. */
const MAX_FILTERS = 1000;

/** Whether a query compares two fields or more by order. Then index entries are read that are not results. */
const comparesSeveral = (filters: readonly Filter[]): boolean => {
  let first: string | undefined;
  let left = MAX_FILTERS;
  const isFound = (some: readonly Filter[]): boolean => {
    for (const { field, op, filters: inner } of some) {
      if (left-- <= 0) return false;
      if (inner !== undefined) {
        if (isFound(inner)) return true;
      } else if (field !== undefined && COMPARES.has(op)) {
        const name = field.segments.join('.');
        first ??= name;
        if (name !== first) return true;
      }
    }
    return false;
  };
  return isFound(filters);
};

const rows = (
  count: number,
  { _queryOptions: { offset, filters } }: Query,
  call: Call,
  complete: boolean = true,
): Attributes => {
  const readsIndex = filters.length > 0 && comparesSeveral(filters);
  const indexReads = readsIndex ? 1 : 0;
  return {
    'db.response.returned_rows': count,
    ...billing.ofQuery(call, count, { offset, complete, readsIndex, indexReads }),
  };
};

export const snapshotRows = ({ size }: QuerySnapshot, query: Query, call: Call): Attributes =>
  rows(size, query, call);
export const streamedRows = ({ rows: count, complete }: Consumed, query: Query, call: Call): Attributes =>
  rows(count, query, call, complete);

/** A vector search is billed one read per hundred index entries. The response does not say how many were read. */
export const nearestRows = ({ size }: QuerySnapshot, _vector: VectorQuery, call: Call): Attributes => ({
  'db.response.returned_rows': size,
  ...billing.ofQuery(call, size, { readsIndex: true }),
});

export const listedRows = (references: readonly unknown[], _query: Query, call: Call): Attributes => ({
  'db.response.returned_rows': references.length,
  ...billing.ofReferences(call, references.length),
});

export const partitions = ({ rows: count }: Consumed, _query: Query, call: Call): Attributes => ({
  'gcp.firestore.partitions': count,
  ...billing.ofRequests(call),
});

export const listedIds = (references: readonly unknown[], _target: unknown, call: Call): Attributes => ({
  'db.response.returned_rows': references.length,
  ...billing.ofRequests(call),
});

/** The `count` among the results of an aggregation, if it has one. */
const countIn = (
  snapshot: AggregateSnapshot,
  { _aggregates: aggregates }: AggregateQuery,
): number | undefined => {
  const alias = Object.keys(aggregates).find(
    (name) => (aggregates[name]?.aggregateType ?? 'count') === 'count',
  );
  const count = alias === undefined ? undefined : snapshot.data()[alias];
  return typeof count === 'number' ? count : undefined;
};

export const aggregated = (snapshot: AggregateSnapshot, query: AggregateQuery, call: Call): Attributes =>
  billing.ofAggregation(call, countIn(snapshot, query));

/** The plan, and the cost of running it. */
export const explained = ({ metrics }: ExplainResults, _target: unknown, call: Call): Attributes => {
  const { planSummary, executionStats: stats } = metrics;
  const attributes: Attributes = { 'gcp.firestore.explain.plan_summary': planText(planSummary.indexesUsed) };
  if (stats === null || stats === undefined) return { ...attributes, ...billing.ofPlan(call) };
  const { seconds, nanoseconds } = stats.executionDuration;
  return {
    ...attributes,
    'gcp.firestore.explain.read_operations': stats.readOperations,
    'gcp.firestore.explain.execution_duration': Number(seconds) + nanoseconds / 1e9,
    ...billing.ofPlan(call, stats.readOperations),
  };
};

type ExplainChunk = { readonly document?: unknown } & Partial<ExplainResults>;

export const explainedDocuments = ({ document }: ExplainChunk): number => (document === undefined ? 0 : 1);

/** The last chunk of an explained stream holds what `explain` gives. */
export const explainedStream = ({ last }: Consumed<ExplainChunk>, _target: unknown, call: Call): Attributes =>
  last?.metrics === undefined ? {} : explained({ metrics: last.metrics }, _target, call);
