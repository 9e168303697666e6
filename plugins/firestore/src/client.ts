/**
 * The fields of @google-cloud/firestore that the plugin reads, private ones included, as seen in 7.0.0, 7.6.0, 7.11.6,
 * 8.7.1 and 9.4.1. A field that one of these releases lacks is optional.
 */

export interface Firestore {
  readonly _settings: {
    readonly servicePath?: string;
    readonly apiEndpoint?: string;
    readonly host?: string;
    readonly port?: number;
    readonly universeDomain?: string;
    readonly universe_domain?: string;
    readonly preferRest?: boolean;
  };
  /** If not configured, unknown until the first request. The public getter throws until then. */
  readonly _projectId?: string;
  readonly _databaseId?: string;
  /** Once a listener has needed gRPC, all requests use it, even with `preferRest`. */
  readonly _clientPool?: { readonly grpcEnabled?: boolean };
}

export interface ResourcePath {
  /** Collection and document ids, alternating. */
  readonly segments: readonly string[];
}

export interface FieldPath {
  readonly segments: readonly string[];
}

export interface DocumentReference {
  readonly _firestore: Firestore;
  readonly _path: ResourcePath;
}

export interface Filter {
  readonly field?: FieldPath;
  readonly op?: string;
  /** Set on composite filters, as is `operator`. */
  readonly filters?: readonly Filter[];
  readonly operator?: string;
}

export interface Query {
  readonly _firestore: Firestore;
  readonly _queryOptions: {
    readonly parentPath: ResourcePath;
    readonly collectionId: string;
    readonly allDescendants: boolean;
    /** Matches every collection below the parent. Only recursive delete makes such queries. */
    readonly kindless: boolean;
    readonly filters: readonly Filter[];
    readonly fieldOrders: readonly { readonly field: FieldPath; readonly direction: string }[];
    readonly startAt?: { readonly before: boolean };
    readonly endAt?: { readonly before: boolean };
    readonly limit?: number;
    /** 1 means `limitToLast`. */
    readonly limitType?: number;
    readonly offset?: number;
    readonly projection?: { readonly fields: readonly { readonly fieldPath: string }[] };
  };
}

export interface AggregateQuery {
  readonly _query: Query;
  readonly _aggregates: {
    /** 7.0 only counts, and has neither field. */
    readonly [alias: string]: { readonly aggregateType?: string; readonly _field?: string | FieldPath };
  };
}

interface VectorOptions {
  readonly limit: number;
  readonly distanceMeasure: string;
}

export interface VectorQuery {
  readonly _query: Query;
  /** 7.6 has `options` and a separate `vectorField` instead. */
  readonly _options?: VectorOptions & { readonly vectorField: string | FieldPath };
  readonly options?: VectorOptions;
  readonly vectorField?: string | FieldPath;
}

export interface WriteBatch {
  readonly _firestore: Firestore;
  readonly _ops: readonly { readonly docPath: string }[];
}

export interface BulkCommitBatch extends WriteBatch {
  /** The writes of a BulkWriter's batch. Other batches lack this field. */
  readonly pendingOps: readonly {
    readonly ref: DocumentReference;
    readonly type: WriteKind;
    /** The number of earlier attempts. */
    readonly failedAttempts: number;
  }[];
}

export type WriteKind = 'create' | 'set' | 'update' | 'delete';

export interface Transaction {
  readonly _firestore: Firestore;
  /** Since 7.7, absent if the transaction is read-only. */
  readonly _writeBatch?: WriteBatch;
  /** Since 7.7, in which a transaction starts with its first read. */
  readonly _maxAttempts?: number;
  readonly _transactionIdPromise?: unknown;
}

export interface TransactionOptions {
  readonly readOnly?: boolean;
  readonly maxAttempts?: number;
}

export interface Pipeline {
  readonly db: Firestore;
  readonly stages: readonly {
    readonly name: string;
    /** Has a leading slash. */
    readonly collectionPath?: string;
    readonly options?: { readonly collectionId?: string };
  }[];
}

export interface DocumentSnapshot {
  readonly exists: boolean;
  readonly ref?: { readonly path?: string };
}

export interface AggregateSnapshot {
  /** The results, by alias. */
  data(): { readonly [alias: string]: unknown };
}

export interface QuerySnapshot {
  readonly size: number;
  docChanges(): readonly { readonly type: string }[];
}

export interface ExplainMetrics {
  readonly planSummary: { readonly indexesUsed: readonly { readonly [property: string]: unknown }[] };
  readonly executionStats: {
    readonly resultsReturned: number;
    readonly executionDuration: { readonly seconds: number | string; readonly nanoseconds: number };
    readonly readOperations: number;
  } | null;
}

export interface ExplainResults {
  readonly metrics: ExplainMetrics;
}
