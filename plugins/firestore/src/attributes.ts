import type { Attributes, Call, Consumed, Description } from '@gcp-otel/shared';
import type {
  AggregateQuery,
  DocumentReference,
  DocumentSnapshot,
  ExplainResults,
  Firestore,
  Pipeline,
  Query,
  QuerySnapshot,
  Transaction,
  TransactionOptions,
  VectorQuery,
} from './client';
import { collectionOfGroup, collectionOfPath, collectionOfQuery, type Naming } from './collections';
import { commonCollection, describe, describeOnce } from './describe';
import { aggregateText, planText, queryText, vectorText } from './query-text';

/** Attempts that the client makes of a transaction unless it is told another number. */
const DEFAULT_MAX_ATTEMPTS = 5;

/** A document's target is its collection. */
export const onDocument = (
  document: DocumentReference,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => describeOnce(document._firestore, operation, collectionOfPath(document._path, naming));

export const onQuery = (query: Query, _: unknown, operation: string, naming: Naming): Description =>
  describeOnce(query._firestore, operation, collectionOfQuery(query, naming));

export const onAggregate = (
  { _query: query, _aggregates: aggregates }: AggregateQuery,
  _: unknown,
  __: string,
  naming: Naming,
): Description => {
  const counts = Object.values(aggregates).every(({ aggregateType = 'count' }) => aggregateType === 'count');
  return describeOnce(query._firestore, counts ? 'count' : 'aggregate', collectionOfQuery(query, naming));
};

export const onVector = (vector: VectorQuery, _: unknown, operation: string, naming: Naming): Description => {
  const { _query: query } = vector;
  const description = describe(query._firestore, operation, collectionOfQuery(query, naming));
  const { distanceMeasure, limit } = vector._options ?? vector.options ?? {};
  if (distanceMeasure !== undefined)
    description.attributes['gcp.firestore.vector.distance_measure'] = distanceMeasure;
  if (limit !== undefined) description.attributes['gcp.firestore.vector.limit'] = limit;
  return description;
};

/** `explain` of a query, an aggregation or a vector search. */
export const onExplained = (
  explained: AggregateQuery | VectorQuery,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => onQuery(explained._query, _, operation, naming);

export const onFirestore = (firestore: Firestore, _: unknown, operation: string): Description =>
  describe(firestore, operation, undefined);

const documentsIn = (args: readonly unknown[]): DocumentReference[] =>
  args.filter(
    (arg): arg is DocumentReference => (arg as Partial<DocumentReference> | null)?._path !== undefined,
  );

export const onDocuments = (
  firestore: Firestore,
  args: readonly unknown[],
  operation: string,
  naming: Naming,
): Description => {
  const documents = documentsIn(args);
  const collection = commonCollection(documents.map(({ _path: path }) => collectionOfPath(path, naming)));
  const description = describe(firestore, operation, collection);
  description.attributes['gcp.firestore.documents.requested'] = documents.length;
  return description;
};

export const onTransactionalDocuments = (
  { _firestore: firestore }: Transaction,
  args: readonly unknown[],
  operation: string,
  naming: Naming,
): Description => onDocuments(firestore, args, operation, naming);

export const onTree = (
  firestore: Firestore,
  [reference]: readonly [DocumentReference | Query],
  operation: string,
  naming: Naming,
): Description =>
  describe(
    firestore,
    operation,
    '_queryOptions' in reference
      ? collectionOfQuery(reference, naming)
      : collectionOfPath(reference._path, naming),
  );

type Readable = DocumentReference | Query | AggregateQuery;

const isQuery = (read: Readable): read is Query => '_queryOptions' in read;
const isAggregate = (read: Readable): read is AggregateQuery => '_query' in read;

/** `transaction.get` takes a document, a query or an aggregation. */
export const onTransactionalRead = (
  _: Transaction,
  [read]: readonly [Readable],
  operation: string,
  naming: Naming,
): Description => {
  if (isQuery(read)) return onQuery(read, undefined, 'query', naming);
  return isAggregate(read)
    ? onAggregate(read, undefined, operation, naming)
    : onDocument(read, undefined, 'get', naming);
};

export const textOfTransactionalRead = (
  _: Transaction,
  [read]: readonly [Readable],
  naming: Naming,
): Attributes => {
  if (isQuery(read)) return textOfQuery(read, undefined, naming);
  return isAggregate(read) ? textOfAggregate(read, undefined, naming) : {};
};

export const onRunTransaction = (
  firestore: Firestore,
  [, options]: readonly [unknown, TransactionOptions?],
): Description => {
  const description = describe(firestore, 'transaction', undefined);
  const readOnly = options?.readOnly === true;
  description.attributes['gcp.firestore.transaction.read_only'] = readOnly;
  description.attributes['gcp.firestore.transaction.max_attempts'] = readOnly
    ? 1
    : (options?.maxAttempts ?? DEFAULT_MAX_ATTEMPTS);
  return description;
};

export const onPipeline = (
  { db, stages }: Pipeline,
  _: unknown,
  operation: string,
  naming: Naming,
): Description => {
  const [source] = stages;
  const path = source?.collectionPath?.split('/').filter((segment) => segment !== '');
  const collection =
    path === undefined
      ? collectionOfGroup(source?.options?.collectionId, naming)
      : collectionOfPath({ segments: path }, naming);
  return describe(db, operation, collection);
};

export const onTransactionalPipeline = (
  _: Transaction,
  [pipeline]: readonly [Pipeline],
  operation: string,
  naming: Naming,
): Description => onPipeline(pipeline, undefined, operation, naming);

export const textOfTransactionalPipeline = (_: Transaction, [pipeline]: readonly [Pipeline]): Attributes =>
  textOfPipeline(pipeline);

export const textOfPipeline = ({ stages }: Pipeline): Attributes => ({
  'db.query.text': stages.map(({ name }) => name).join(' | '),
});

export const textOfQuery = (query: Query, _: unknown, naming: Naming): Attributes => ({
  'db.query.text': queryText(query, naming),
});
export const textOfAggregate = (query: AggregateQuery, _: unknown, naming: Naming): Attributes => ({
  'db.query.text': aggregateText(query, naming),
});
export const textOfVector = (query: VectorQuery, _: unknown, naming: Naming): Attributes => ({
  'db.query.text': vectorText(query, naming),
});

/** A document that is read is billed also where it is missing. */
export const documentFound = ({ exists }: DocumentSnapshot): Attributes => ({
  'gcp.firestore.documents.found': exists ? 1 : 0,
  'gcp.firestore.documents.missing': exists ? 0 : 1,
  'gcp.firestore.billing.reads': 1,
});

export const documentsFound = (snapshots: readonly DocumentSnapshot[]): Attributes => {
  const found = snapshots.filter(({ exists }) => exists).length;
  return {
    'gcp.firestore.documents.found': found,
    'gcp.firestore.documents.missing': snapshots.length - found,
    'gcp.firestore.billing.reads': snapshots.length,
  };
};

/** A query is billed for its documents, and for one where there are none. */
const rows = (count: number): Attributes => ({
  'db.response.returned_rows': count,
  'gcp.firestore.billing.reads': Math.max(1, count),
});

export const snapshotRows = ({ size }: QuerySnapshot): Attributes => rows(size);
export const streamedRows = ({ rows: count }: Consumed): Attributes => rows(count);
export const listedRows = (references: readonly unknown[]): Attributes => rows(references.length);
export const pipelineRows = ({ results }: { readonly results: readonly unknown[] }): Attributes => ({
  'db.response.returned_rows': results.length,
});
export const streamedPipelineRows = ({ rows: count }: Consumed): Attributes => ({
  'db.response.returned_rows': count,
});

export const partitionCount = ({ rows: count }: Consumed): Attributes => ({
  'gcp.firestore.partitions': count,
});

/** A list of ids is billed as one read for each of its requests. */
export const listedIds = (references: readonly unknown[]): Attributes => ({
  'db.response.returned_rows': references.length,
  'gcp.firestore.billing.reads': 1,
});

/** How many index entries an aggregation has read is not told: it is billed for one document at the least. */
export const aggregated = (): Attributes => ({ 'gcp.firestore.billing.reads': 1 });

/** What `transaction.get` gives: a document, the rows of a query, or an aggregation. */
export const transactionalRows = (result: DocumentSnapshot | QuerySnapshot | object): Attributes => {
  if ('size' in result) return snapshotRows(result);
  return 'exists' in result ? documentFound(result) : aggregated();
};

/** The plan, and what running it cost. A plan that is not run is billed as one read. */
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

/** The last chunk of an explained stream holds what `explain` gives. */
export const explainedStream = ({ last }: Consumed<ExplainChunk>): Attributes =>
  last?.metrics === undefined ? {} : explained({ metrics: last.metrics });

type Snapshot = DocumentSnapshot | QuerySnapshot;

const isQuerySnapshot = (snapshot: Snapshot): snapshot is QuerySnapshot => 'docChanges' in snapshot;

const snapshotSize = (snapshot: Snapshot): Attributes => ({
  'gcp.firestore.listen.size': isQuerySnapshot(snapshot) ? snapshot.size : Number(snapshot.exists),
  'gcp.firestore.listen.changes': isQuerySnapshot(snapshot) ? snapshot.docChanges().length : 1,
});

/** A listener's first snapshot is billed as the query that it is. */
export const firstSnapshot = (snapshot: Snapshot | undefined): Attributes | undefined =>
  snapshot && {
    ...snapshotSize(snapshot),
    'gcp.firestore.billing.reads': isQuerySnapshot(snapshot) ? Math.max(1, snapshot.size) : 1,
  };

export const onSnapshot = (
  listened: DocumentReference | Query,
  _: unknown,
  operation: string,
  naming: Naming,
): Description =>
  '_queryOptions' in listened
    ? onQuery(listened, _, operation, naming)
    : onDocument(listened, _, operation, naming);

/** A later snapshot is billed for the documents that came into it or changed in it. */
export const laterSnapshot = (_: unknown, __: unknown, { args }: Call): Attributes => {
  const [snapshot] = args as [Snapshot];
  const reads = isQuerySnapshot(snapshot)
    ? snapshot.docChanges().filter(({ type }) => type !== 'removed').length
    : 1;
  return { ...snapshotSize(snapshot), 'gcp.firestore.billing.reads': reads };
};
