/** The table of Firestore methods: which are recorded as spans, and which inner methods are wrapped. */
import {
  bindArgument,
  type ClientInstrumentationConfig,
  defineOperations,
  gaxSpans,
  type Operation,
  type OperationTable,
  restoreCallContext,
  replaceWhen,
  patchClassOfArgument,
  type RowsOf,
} from '@gcp-otel/shared';
import * as billing from './billing';
import * as bulkWriter from './bulk-writer';
import type { AggregateQuery, BulkCommitBatch, DocumentReference, Firestore, Pipeline, Query, Transaction, VectorQuery, WriteBatch } from './client';
import * as documents from './documents';
import * as listeners from './listeners';
import * as pipelines from './pipelines';
import * as queries from './queries';
import * as transactions from './transactions';
import * as writes from './writes';

/** Until 7.7, one file defined all reference and query classes. */
const reference = (file: string): readonly string[] => [`build/src/reference/${file}.js`, 'build/src/reference.js'];

/** Each snapshot after the first: a span around the application's listener function. */
const snapshot: Operation = {
  operation: 'snapshot',
  returns: 'promise',
  composite: true,
  describe: listeners.describeSnapshot,
  outcome: listeners.laterSnapshot,
};

/** Without an error handler, the client prints the error of a listener. Our handler must do the same. */
// oxlint-disable-next-line no-console -- this stands in for the client's own console.error
const printError = (error: unknown): void => console.error(error);

const listens = { listener: 0, onError: 1, defaultOnError: printError, delivery: snapshot } as const;

/** Replaces the client's native span. The client chains its methods. */
const noSpan = { end() {}, addEvent: () => noSpan, setAttributes: () => noSpan };

interface NativeSpansConfig extends ClientInstrumentationConfig {
  readonly nativeSpans?: string;
}

/** Since 7.10 the client makes spans itself. Ours replace them, unless the configuration keeps them. */
const isReplaced = ({ nativeSpans }: NativeSpansConfig): boolean => nativeSpans !== 'keep';
const instead = replaceWhen(isReplaced);

export const operations: OperationTable = defineOperations({
  DocumentReference: {
    files: reference('document-reference'),
    methods: {
      get: { operation: 'get', returns: 'promise', describe: documents.describe, outcome: documents.found, failure: billing.ofFailure },
      create: { operation: 'create', returns: 'promise', describe: documents.describe, outcome: writes.written },
      set: { operation: 'set', returns: 'promise', describe: documents.describe, outcome: writes.written },
      update: { operation: 'update', returns: 'promise', describe: documents.describe, outcome: writes.written },
      delete: { operation: 'delete', returns: 'promise', describe: documents.describe, outcome: writes.deleted },
      listCollections: { operation: 'list_collections', returns: 'promise', describe: documents.describe, outcome: queries.listedIds },
      onSnapshot: { operation: 'listen', returns: 'subscription', describe: documents.describe, outcome: listeners.firstSnapshot, subscription: listens },
    },
  } satisfies RowsOf<DocumentReference>,
  CollectionReference: {
    files: reference('collection-reference'),
    methods: {
      add: { operation: 'add', returns: 'promise', describe: queries.describe, outcome: writes.written },
      listDocuments: { operation: 'list_documents', returns: 'promise', describe: queries.describe, outcome: queries.listedRows },
    },
  } satisfies RowsOf<Query>,
  Query: {
    files: reference('query'),
    methods: {
      get: { operation: 'query', returns: 'promise', describe: queries.describe, details: queries.text, outcome: queries.snapshotRows, failure: billing.ofFailure },
      stream: { operation: 'query', returns: 'stream', describe: queries.describe, details: queries.text, outcome: queries.streamedRows, failure: billing.ofFailure },
      explain: {
        operation: 'explain',
        returns: 'promise',
        describe: queries.describe,
        details: queries.text,
        outcome: queries.explained,
        failure: billing.ofFailure,
        since: '7.5.0',
      },
      explainStream: {
        operation: 'explain',
        returns: 'stream',
        describe: queries.describe,
        details: queries.text,
        rows: queries.explainedDocuments,
        outcome: queries.explainedStream,
        failure: billing.ofFailure,
        since: '7.5.0',
      },
      onSnapshot: { operation: 'listen', returns: 'subscription', describe: queries.describe, details: queries.text, outcome: listeners.firstSnapshot, subscription: listens },
    },
  } satisfies RowsOf<Query>,
  AggregateQuery: {
    files: reference('aggregate-query'),
    methods: {
      get: { operation: 'aggregate', returns: 'promise', describe: queries.describeAggregate, details: queries.aggregatedText, outcome: queries.aggregated },
      explain: {
        operation: 'explain',
        returns: 'promise',
        describe: queries.describeExplained,
        details: queries.aggregatedText,
        outcome: queries.explained,
        failure: billing.ofFailure,
        since: '7.5.0',
      },
    },
  } satisfies RowsOf<AggregateQuery>,
  VectorQuery: {
    files: reference('vector-query'),
    since: '7.6.0',
    methods: {
      get: {
        operation: 'find_nearest',
        returns: 'promise',
        describe: queries.describeVector,
        details: queries.nearestText,
        outcome: queries.nearestRows,
        failure: billing.ofFailure,
      },
      explain: {
        operation: 'explain',
        returns: 'promise',
        describe: queries.describeExplained,
        details: queries.nearestText,
        outcome: queries.explained,
        failure: billing.ofFailure,
        since: '7.8.0',
      },
    },
  } satisfies RowsOf<VectorQuery>,
  CollectionGroup: {
    files: ['build/src/collection-group.js'],
    methods: {
      getPartitions: { operation: 'partition_query', returns: 'iterator', describe: queries.describe, outcome: queries.partitions },
    },
  } satisfies RowsOf<Query>,
  Firestore: {
    files: [''],
    methods: {
      getAll: { operation: 'get_all', returns: 'promise', describe: documents.describeAll, outcome: documents.allFound, failure: billing.ofFailure },
      listCollections: { operation: 'list_collections', returns: 'promise', describe: queries.describeDatabase, outcome: queries.listedIds },
      recursiveDelete: { operation: 'recursive_delete', returns: 'promise', composite: true, describe: bulkWriter.describeTree, outcome: bulkWriter.treeDeleted },
      runTransaction: {
        operation: 'transaction',
        returns: 'promise',
        composite: true,
        describe: transactions.describe,
        attempts: { attribute: 'gcp.firestore.transaction.attempts' },
      },
      // A transaction does not wait for its rollback, so the request itself is traced.
      request: { operation: 'rollback', returns: 'promise', when: transactions.isRollback, describe: queries.describeDatabase },
      requestStream: { wrap: restoreCallContext },
      _initializeStream: { wrap: billing.countResponses },
    },
  } satisfies RowsOf<Firestore>,
  Transaction: {
    files: ['build/src/transaction.js'],
    methods: {
      get: {
        operation: 'get',
        returns: 'promise',
        describe: transactions.describeRead,
        details: transactions.readText,
        outcome: transactions.readRows,
        failure: billing.ofFailure,
      },
      getAll: { operation: 'get_all', returns: 'promise', describe: transactions.describeReadOfAll, outcome: documents.allFound, failure: billing.ofFailure },
      execute: {
        operation: 'pipeline',
        returns: 'promise',
        describe: pipelines.describeInTransaction,
        details: pipelines.textInTransaction,
        outcome: pipelines.rows,
        since: '8.2.0',
      },
      commit: { operation: 'commit', returns: 'promise', when: writes.commits, describe: writes.describeCommit, outcome: writes.committed },
    },
  } satisfies RowsOf<Transaction>,
  Pipeline: {
    files: ['build/src/pipelines/pipelines.js'],
    since: '8.2.0',
    methods: {
      execute: { operation: 'pipeline', returns: 'promise', describe: pipelines.describe, details: pipelines.text, outcome: pipelines.rows },
      stream: { operation: 'pipeline', returns: 'stream', describe: pipelines.describe, details: pipelines.text, outcome: pipelines.streamedRows },
    },
  } satisfies RowsOf<Pipeline>,
  WriteBatch: {
    files: ['build/src/write-batch.js'],
    methods: {
      commit: { operation: 'BATCH', returns: 'promise', describe: writes.describeBatch, outcome: writes.batchWritten },
      create: { wrap: writes.queues('create') },
      set: { wrap: writes.queues('set') },
      update: { wrap: writes.queues('update') },
      delete: { wrap: writes.queues('delete') },
      _commit: { wrap: bulkWriter.countBulkResults },
    },
  } satisfies RowsOf<WriteBatch>,
  BulkWriter: {
    files: ['build/src/bulk-writer.js'],
    methods: {
      onWriteResult: { wrap: bindArgument(0) },
      onWriteError: { wrap: bindArgument(0) },
      _enqueue: { wrap: bulkWriter.rememberCaller },
      _sendFn: { wrap: bulkWriter.handOnCaller },
      _sendBatch: { wrap: patchClassOfArgument('BulkCommitBatch') },
    },
  },
  BulkCommitBatch: {
    files: [],
    methods: {
      bulkCommit: {
        operation: 'BATCH',
        returns: 'promise',
        linkedContexts: bulkWriter.callersOf,
        describe: bulkWriter.describe,
        details: bulkWriter.retries,
        outcome: bulkWriter.written,
      },
    },
  } satisfies RowsOf<BulkCommitBatch>,
  EnabledTraceUtil: {
    files: ['build/src/telemetry/enabled-trace-util.js'],
    since: '7.10.0',
    methods: {
      startActiveSpan: { wrap: instead((_name: string, run: (span: object) => unknown) => run(noSpan)) },
      startSpan: { wrap: instead(() => noSpan) },
      currentSpan: { wrap: instead(() => noSpan) },
      // It would write the client's settings on the active span, which is the application's.
      recordProjectId: { wrap: instead(() => {}), since: '7.11.0', until: '8.1.0' },
      recordProjectIdAndResourceName: { wrap: instead(() => {}), since: '8.1.0' },
    },
  },
});

/** Pages of a list are counted in google-gax, which requests them. */
export const transportOperations: OperationTable = defineOperations({
  PagedApiCaller: {
    files: ['build/src/paginationCalls/pagedApiCaller.js'],
    methods: {
      generateParseResponseCallback: { wrap: billing.countPages },
    },
  },
  GaxSpans: gaxSpans(isReplaced, /^Firestore(?:Admin)?Client$/),
});
