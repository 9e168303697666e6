/** Describes queries, aggregations, vector searches, their `explain`, and lists of collections and documents. */
import type { Attributes, Consumed, Description } from '@gcp-otel/shared';
import type { AggregateQuery, ExplainResults, Firestore, Query, QuerySnapshot, VectorQuery } from './client';
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

/** A query is billed for each document, and for at least one. */
const rows = (count: number): Attributes => ({
  'db.response.returned_rows': count,
  'gcp.firestore.billing.reads': Math.max(1, count),
});

export const snapshotRows = ({ size }: QuerySnapshot): Attributes => rows(size);
export const streamedRows = ({ rows: count }: Consumed): Attributes => rows(count);
export const listedRows = (references: readonly unknown[]): Attributes => rows(references.length);

export const partitions = ({ rows: count }: Consumed): Attributes => ({
  'gcp.firestore.partitions': count,
});

/** Listing ids is billed as one read per request. */
export const listedIds = (references: readonly unknown[]): Attributes => ({
  'db.response.returned_rows': references.length,
  'gcp.firestore.billing.reads': 1,
});

/** The response does not say how many index entries were read. One read is the minimum that is billed. */
export const aggregated = (): Attributes => ({ 'gcp.firestore.billing.reads': 1 });

/** The plan, and the cost of running it. A plan that is not run is billed as one read. */
export const explained = ({ metrics }: ExplainResults): Attributes => {
  const { planSummary, executionStats: stats } = metrics;
  const attributes: Attributes = { 'gcp.firestore.explain.plan_summary': planText(planSummary.indexesUsed) };
  if (stats === null || stats === undefined) return { ...attributes, 'gcp.firestore.billing.reads': 1 };
  const { seconds, nanoseconds } = stats.executionDuration;
  return {
    ...attributes,
    'gcp.firestore.explain.read_operations': stats.readOperations,
    'gcp.firestore.explain.execution_duration': Number(seconds) + nanoseconds / 1e9,
    'gcp.firestore.billing.reads': stats.readOperations,
  };
};

type ExplainChunk = { readonly document?: unknown } & Partial<ExplainResults>;

export const explainedDocuments = ({ document }: ExplainChunk): number => (document === undefined ? 0 : 1);

/** The last chunk of an explained stream holds the same metrics as the result of `explain`. */
export const explainedStream = ({ last }: Consumed<ExplainChunk>): Attributes =>
  last?.metrics === undefined ? {} : explained({ metrics: last.metrics });
