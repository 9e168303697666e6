/** The table of Spanner methods: which are recorded as spans, and which inner methods are wrapped. */
import {
  bindResultToCaller,
  type ClientInstrumentationConfig,
  defineOperations,
  runInRootContext,
  gaxSpans,
  readInCallContext,
  type OperationOn,
  type OperationTable,
  propagateFromCall,
  restoreCallContext,
  type RowsOf,
  replaceWhen,
  onInternalCall,
} from '@gcp-otel/shared';
import { remembersInstance, type Target } from './client';
import * as mutations from './mutations';
import { keepContextManager, noSpan } from './native-spans';
import * as queries from './queries';
import * as request from './request-options';
import { failSilentSteps } from './retries';
import * as target from './target';
import * as transactions from './transactions';

const source = (file: string): readonly string[] => [`build/src/${file}.js`];

type Operation = OperationOn<Target>;
type Part = Partial<Operation>;

/** A method that takes a callback, or returns a promise without one. */
const call = (operation: string, more: Part = {}): Operation => ({ operation, returns: 'callback', describe: target.describe, failure: request.failedId, ...more });

/** A stream that sends no request before it is read. */
const lazy: Part = { returns: 'stream', starts: '_read', outcome: queries.streamedRows };
const stream: Part = { returns: 'stream', outcome: queries.streamedRows };

const query = (more: Part = {}): Operation => call('query', { describe: queries.describe, details: queries.details, outcome: queries.rows, ...more });
const readOf = (describe: Operation['describe'], more: Part = {}): Operation => call('read', { describe, details: transactions.read, outcome: queries.rows, ...more });
const write = (operation: string): Operation => call(operation, { describe: target.describeTable, details: transactions.readWrite });

interface SpannerConfig extends ClientInstrumentationConfig {
  readonly captureAdminOperations?: boolean;
  readonly nativeSpans?: string;
}

const administers = (_target: unknown, _args: unknown, { captureAdminOperations }: SpannerConfig): boolean => captureAdminOperations !== false;
const admin = (operation: string, more: Part = {}): Operation => call(operation, { when: administers, ...more });

/** A rollback of a transaction that has not begun sends no request. */
const hasBegun = ({ id }: Target): boolean => id !== undefined && id !== null;

/** Each run of the application's function is an attempt. Calls inside it have child spans. */
const transactionFunction: Part = { composite: true, details: transactions.details, attempts: { attribute: 'gcp.spanner.transaction.attempts' } };

/** Since 7.15 the client makes spans itself. Ours replace them, unless the configuration keeps them. */
const isReplaced = ({ nativeSpans }: SpannerConfig): boolean => nativeSpans !== 'keep';
const instead = replaceWhen(isReplaced);

export const operations: OperationTable = defineOperations({
  Database: {
    files: source('database'),
    methods: {
      run: query(),
      runStream: query(stream),
      runPartitionedUpdate: query({ details: queries.partitionedDetails, outcome: queries.affectedAtLeast }),
      // A rollback before the first statement sends no request, and the client emits no event for its end.
      runTransaction: call('transaction', { returns: 'body', endedBy: 'rollback', ...transactionFunction }),
      runTransactionAsync: call('transaction', { returns: 'promise', ...transactionFunction }),
      getSnapshot: call('begin', { details: transactions.readOnly }),
      createBatchTransaction: call('begin', { details: transactions.readOnly }),
      writeAtLeastOnce: call('write', { describe: mutations.describeSets, details: mutations.blindWrite, outcome: mutations.committed, since: '7.11.0' }),
      batchWriteAtLeastOnce: call('batch_write', {
        describe: mutations.describeSets,
        details: mutations.blindWrite,
        returns: 'stream',
        rows: mutations.failedGroups,
        outcome: mutations.groupsFailed,
        since: '7.9.0',
      }),
      updateSchema: admin('update_schema'),
      createTable: admin('create_table'),
      getSchema: admin('get_schema'),
      get: admin('get_database'),
      exists: admin('get_database'),
      getMetadata: admin('get_database'),
      getState: admin('get_database'),
      getRestoreInfo: admin('get_database'),
      getDatabaseDialect: admin('get_database', { since: '7.8.0' }),
      setMetadata: admin('update_database'),
      delete: admin('delete_database'),
      restore: admin('restore_database'),
      getIamPolicy: admin('get_iam_policy'),
      setIamPolicy: admin('set_iam_policy'),
      getDatabaseRoles: admin('list_database_roles'),
      getOperations: admin('list_operations'),
      getSessions: admin('list_sessions'),
    },
  } satisfies RowsOf<Target>,
  Snapshot: {
    files: source('transaction'),
    methods: {
      begin: call('begin', { details: transactions.read }),
      run: query(),
      runStream: query(lazy),
      read: readOf(target.describeNamedTable),
      createReadStream: readOf(target.describeNamedTable, lazy),
      // A statement may wait for the one that begins the transaction, whose response then sends it. Restores its context.
      _wrapWithIdWaiter: { wrap: bindResultToCaller },
    },
  } satisfies RowsOf<Target>,
  Dml: {
    files: source('transaction'),
    methods: {
      runUpdate: query({ outcome: queries.affected }),
    },
  } satisfies RowsOf<Target>,
  PartitionedDml: {
    files: source('transaction'),
    methods: {
      runUpdate: query({ outcome: queries.affectedAtLeast }),
    },
  } satisfies RowsOf<Target>,
  Transaction: {
    files: source('transaction'),
    methods: {
      batchUpdate: call('BATCH', { describe: queries.describeBatch, details: queries.batchDetails, outcome: queries.allAffected }),
      commit: call('commit', { describe: mutations.describe, details: transactions.read, outcome: mutations.committed }),
      rollback: call('rollback', { details: transactions.read, when: hasBegun }),
    },
  } satisfies RowsOf<Target>,
  BatchTransaction: {
    files: source('batch-transaction'),
    methods: {
      createQueryPartitions: call('partition_query', { details: transactions.read, outcome: queries.partitioned }),
      createReadPartitions: call('partition_read', { describe: target.describeTableIn, details: transactions.read, outcome: queries.partitioned }),
      execute: call('execute_partition', { details: transactions.read, outcome: queries.rows }),
      executeStream: call('execute_partition', { details: transactions.read, ...lazy }),
    },
  } satisfies RowsOf<Target>,
  Table: {
    files: source('table'),
    methods: {
      read: readOf(target.describeTable, { details: transactions.readOnly }),
      createReadStream: readOf(target.describeTable, { ...stream, details: transactions.readOnly }),
      insert: write('insert'),
      update: write('update'),
      upsert: write('upsert'),
      replace: write('replace'),
      deleteRows: write('delete_rows'),
      create: admin('create_table', { describe: target.describeTable }),
      delete: admin('drop_table', { describe: target.describeTable }),
      drop: admin('drop_table', { describe: target.describeTable }),
    },
  } satisfies RowsOf<Target>,
  Instance: {
    files: source('instance'),
    methods: {
      backup: { wrap: remembersInstance },
      createDatabase: admin('create_database'),
      getDatabases: admin('list_databases'),
      getBackups: admin('list_backups'),
      getBackupOperations: admin('list_operations'),
      getDatabaseOperations: admin('list_operations'),
      copyBackup: admin('copy_backup'),
      get: admin('get_instance'),
      exists: admin('get_instance'),
      getMetadata: admin('get_instance'),
      setMetadata: admin('update_instance'),
      delete: admin('delete_instance'),
    },
  } satisfies RowsOf<Target>,
  Backup: {
    files: source('backup'),
    methods: {
      create: admin('create_backup'),
      getMetadata: admin('get_backup'),
      getState: admin('get_backup'),
      getExpireTime: admin('get_backup'),
      exists: admin('get_backup'),
      updateExpireTime: admin('update_backup'),
      delete: admin('delete_backup'),
    },
  } satisfies RowsOf<Target>,
  Spanner: {
    files: [''],
    methods: {
      createInstance: admin('create_instance', { describe: target.describeNewInstance }),
      getInstances: admin('list_instances'),
      createInstanceConfig: admin('create_instance_config'),
      getInstanceConfigs: admin('list_instance_configs'),
      getInstanceConfig: admin('get_instance_config'),
      getInstanceConfigOperations: admin('list_operations'),
      // The response to one request may send the next. Their spans must still be siblings.
      prepareGapicRequest_: { wrap: (engine, original) => restoreCallContext(engine, propagateFromCall(engine, onInternalCall(request.noteId)(engine, original))) },
      requestStream: { wrap: readInCallContext },
    },
  } satisfies RowsOf<Target>,
  Runner: {
    files: source('transaction-runner'),
    methods: {
      // The runner gets the error of every failed attempt, even if the application does not.
      shouldRetry: { wrap: failSilentSteps },
      getNextDelay: { wrap: onInternalCall((transactionCall, [reason]: readonly [unknown]) => transactionCall.failed(reason)) },
    },
  } satisfies RowsOf<Target>,
  SessionPool: {
    files: source('session-pool'),
    methods: {
      open: { wrap: runInRootContext },
      _createSessions: { wrap: runInRootContext },
    },
  } satisfies RowsOf<Target>,
  MultiplexedSession: {
    files: source('multiplexed-session'),
    since: '7.17.0',
    methods: {
      createSession: { wrap: runInRootContext },
    },
  } satisfies RowsOf<Target>,
  NativeSpans: {
    files: source('instrument'),
    functions: true,
    since: '7.15.0',
    methods: {
      startTrace: { wrap: instead((_name: string, _config: object, run: (span: object) => unknown) => run(noSpan)) },
      getActiveOrNoopSpan: { wrap: instead(() => noSpan) },
      ensureInitialContextManagerSet: { wrap: keepContextManager },
    },
  } satisfies RowsOf<Target>,
});

/** The table of google-gax, the client's transport. */
export const transportOperations: OperationTable = defineOperations({
  GaxSpans: gaxSpans(isReplaced, /^(?:Spanner|DatabaseAdmin|InstanceAdmin)Client$/),
});
