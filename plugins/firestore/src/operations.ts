import { binds, type ClientInstrumentationConfig, counts, defineOperations, gaxSpans, type Operation, type OperationTable, reenters, replaces, reveals } from '@gcp-otel/shared';
import {
  aggregated,
  documentFound,
  documentsFound,
  explained,
  explainedDocuments,
  explainedStream,
  firstSnapshot,
  laterSnapshot,
  listedIds,
  listedRows,
  onAggregate,
  onDocument,
  onDocuments,
  onExplained,
  onFirestore,
  onPipeline,
  onQuery,
  onRunTransaction,
  onSnapshot,
  onTransactionalDocuments,
  onTransactionalPipeline,
  onTransactionalRead,
  onTree,
  onVector,
  partitionCount,
  pipelineRows,
  snapshotRows,
  streamedPipelineRows,
  streamedRows,
  textOfAggregate,
  textOfPipeline,
  textOfQuery,
  textOfTransactionalPipeline,
  textOfTransactionalRead,
  textOfVector,
  transactionalRows,
} from './attributes';
import {
  batchWritten,
  bulkRetries,
  bulkWritten,
  callersOf,
  commits,
  committed,
  deleted,
  handsOnCaller,
  isRollback,
  onBatch,
  onBulkBatch,
  onCommit,
  queues,
  remembersCaller,
  tellsBulkResults,
  treeDeleted,
  written,
} from './writes';

/** Until 7.7 one file defined all that is read through references. */
const reference = (file: string): readonly string[] => [`build/src/reference/${file}.js`, 'build/src/reference.js'];

/** Each snapshot after a listener's first, around the function that the application listens with. */
const snapshot: Operation = {
  operation: 'snapshot',
  returns: 'promise',
  composite: true,
  describe: onSnapshot,
  outcome: laterSnapshot,
};

/** The client prints what a listener without an error handler does not hear. */
// oxlint-disable-next-line no-console -- this stands in for the client's own console.error
const unheard = (error: unknown): void => console.error(error);

const listens = { listener: 0, onError: 1, otherwise: unheard, delivery: snapshot } as const;

/** Stands for a span of the client's own, which is not made. The client chains its methods. */
const noSpan = { end() {}, addEvent: () => noSpan, setAttributes: () => noSpan };

interface NativeSpansConfig extends ClientInstrumentationConfig {
  readonly nativeSpans?: string;
}

/** Since 7.10 the client makes spans. Ours take their place, unless the configuration keeps them. */
const isReplaced = ({ nativeSpans }: NativeSpansConfig): boolean => nativeSpans !== 'keep';
const instead = replaces(isReplaced);

export const operations: OperationTable = defineOperations({
  DocumentReference: {
    files: reference('document-reference'),
    methods: {
      get: { operation: 'get', returns: 'promise', describe: onDocument, outcome: documentFound },
      create: { operation: 'create', returns: 'promise', describe: onDocument, outcome: written },
      set: { operation: 'set', returns: 'promise', describe: onDocument, outcome: written },
      update: { operation: 'update', returns: 'promise', describe: onDocument, outcome: written },
      delete: { operation: 'delete', returns: 'promise', describe: onDocument, outcome: deleted },
      listCollections: { operation: 'list_collections', returns: 'promise', describe: onDocument, outcome: listedIds },
      onSnapshot: { operation: 'listen', returns: 'subscription', describe: onDocument, outcome: firstSnapshot, subscription: listens },
    },
  },
  CollectionReference: {
    files: reference('collection-reference'),
    methods: {
      add: { operation: 'add', returns: 'promise', describe: onQuery, outcome: written },
      listDocuments: { operation: 'list_documents', returns: 'promise', describe: onQuery, outcome: listedRows },
    },
  },
  Query: {
    files: reference('query'),
    methods: {
      get: { operation: 'query', returns: 'promise', describe: onQuery, details: textOfQuery, outcome: snapshotRows },
      stream: { operation: 'query', returns: 'stream', describe: onQuery, details: textOfQuery, outcome: streamedRows },
      explain: { operation: 'explain', returns: 'promise', describe: onQuery, details: textOfQuery, outcome: explained, since: '7.5.0' },
      explainStream: { operation: 'explain', returns: 'stream', describe: onQuery, details: textOfQuery, rows: explainedDocuments, outcome: explainedStream, since: '7.5.0' },
      onSnapshot: { operation: 'listen', returns: 'subscription', describe: onQuery, details: textOfQuery, outcome: firstSnapshot, subscription: listens },
    },
  },
  AggregateQuery: {
    files: reference('aggregate-query'),
    methods: {
      get: { operation: 'aggregate', returns: 'promise', describe: onAggregate, details: textOfAggregate, outcome: aggregated },
      explain: { operation: 'explain', returns: 'promise', describe: onExplained, details: textOfAggregate, outcome: explained, since: '7.5.0' },
    },
  },
  VectorQuery: {
    files: reference('vector-query'),
    since: '7.6.0',
    methods: {
      get: { operation: 'find_nearest', returns: 'promise', describe: onVector, details: textOfVector, outcome: snapshotRows },
      explain: { operation: 'explain', returns: 'promise', describe: onExplained, details: textOfVector, outcome: explained, since: '7.8.0' },
    },
  },
  CollectionGroup: {
    files: ['build/src/collection-group.js'],
    methods: {
      getPartitions: { operation: 'partition_query', returns: 'iterator', describe: onQuery, outcome: partitionCount },
    },
  },
  Firestore: {
    files: [''],
    methods: {
      getAll: { operation: 'get_all', returns: 'promise', describe: onDocuments, outcome: documentsFound },
      listCollections: { operation: 'list_collections', returns: 'promise', describe: onFirestore, outcome: listedIds },
      recursiveDelete: { operation: 'recursive_delete', returns: 'promise', composite: true, describe: onTree, outcome: treeDeleted },
      runTransaction: {
        operation: 'transaction',
        returns: 'promise',
        composite: true,
        describe: onRunTransaction,
        attempts: { attribute: 'gcp.firestore.transaction.attempts' },
      },
      // A transaction asks for its rollback and goes on; what it asks for is the request.
      request: { operation: 'rollback', returns: 'promise', when: isRollback, describe: onFirestore },
      requestStream: { wrap: reenters },
    },
  },
  Transaction: {
    files: ['build/src/transaction.js'],
    methods: {
      get: { operation: 'get', returns: 'promise', describe: onTransactionalRead, details: textOfTransactionalRead, outcome: transactionalRows },
      getAll: { operation: 'get_all', returns: 'promise', describe: onTransactionalDocuments, outcome: documentsFound },
      execute: { operation: 'pipeline', returns: 'promise', describe: onTransactionalPipeline, details: textOfTransactionalPipeline, outcome: pipelineRows, since: '8.2.0' },
      commit: { operation: 'commit', returns: 'promise', when: commits, describe: onCommit, outcome: committed },
    },
  },
  Pipeline: {
    files: ['build/src/pipelines/pipelines.js'],
    since: '8.2.0',
    methods: {
      execute: { operation: 'pipeline', returns: 'promise', describe: onPipeline, details: textOfPipeline, outcome: pipelineRows },
      stream: { operation: 'pipeline', returns: 'stream', describe: onPipeline, details: textOfPipeline, outcome: streamedPipelineRows },
    },
  },
  WriteBatch: {
    files: ['build/src/write-batch.js'],
    methods: {
      commit: { operation: 'BATCH', returns: 'promise', describe: onBatch, outcome: batchWritten },
      create: { wrap: queues('create') },
      set: { wrap: queues('set') },
      update: { wrap: queues('update') },
      delete: { wrap: queues('delete') },
      _commit: { wrap: tellsBulkResults },
    },
  },
  BulkWriter: {
    files: ['build/src/bulk-writer.js'],
    methods: {
      onWriteResult: { wrap: binds(0) },
      onWriteError: { wrap: binds(0) },
      _enqueue: { wrap: remembersCaller },
      _sendFn: { wrap: handsOnCaller },
      _sendBatch: { wrap: reveals('BulkCommitBatch') },
    },
  },
  BulkCommitBatch: {
    files: [],
    methods: {
      bulkCommit: { operation: 'BATCH', returns: 'promise', causes: callersOf, describe: onBulkBatch, details: bulkRetries, outcome: bulkWritten },
    },
  },
  EnabledTraceUtil: {
    files: ['build/src/telemetry/enabled-trace-util.js'],
    since: '7.10.0',
    methods: {
      startActiveSpan: { wrap: instead((_name: string, run: (span: object) => unknown) => run(noSpan)) },
      startSpan: { wrap: instead(() => noSpan) },
      currentSpan: { wrap: instead(() => noSpan) },
      // It writes its settings on whatever span is active: the application's.
      recordProjectId: { wrap: instead(() => {}), since: '7.11.0', until: '8.1.0' },
      recordProjectIdAndResourceName: { wrap: instead(() => {}), since: '8.1.0' },
    },
  },
});

/** The requests of a paged list are counted where the client's transport makes them. */
export const transportOperations: OperationTable = defineOperations({
  PagedApiCaller: {
    files: ['build/src/paginationCalls/pagedApiCaller.js'],
    methods: {
      generateParseResponseCallback: { wrap: counts('gcp.firestore.pages') },
    },
  },
  GaxSpans: gaxSpans(isReplaced, /^Firestore(?:Admin)?Client$/),
});
