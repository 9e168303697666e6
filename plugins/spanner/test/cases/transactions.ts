import type { BatchTransaction } from '@google-cloud/spanner/build/src/batch-transaction';
import { caseList } from '../../../../shared/test/cases';
import {
  attribute,
  call,
  consumed,
  database,
  failed,
  internal,
  rows,
  statement,
  text,
  type,
  unique,
} from '../support';

const { cases, calls } = caseList();

const inTransaction = { ...type('read_write'), ...attribute({ 'session.multiplexed': true }) };
const transaction = (attempts: number, ...more: object[]) =>
  call(
    'transaction',
    undefined,
    type('read_write'),
    attribute({ 'transaction.attempts': attempts }),
    ...more,
  );
const commit = call('commit', undefined, inTransaction);
const select = statement('SELECT users', text('SELECT * FROM users'), inTransaction, rows(3));
const update = statement(
  'UPDATE rows_2',
  text('UPDATE rows_2 SET name = ?'),
  inTransaction,
  attribute({ 'rows.affected': 2, 'rows.affected_exact': true }),
);

calls(
  'Database.runTransactionAsync',
  'a query, a statement, a mutation',
  () =>
    database.runTransactionAsync(async (tx) => {
      await tx.run('SELECT * FROM users');
      await tx.runUpdate("UPDATE rows_2 SET name = 'x'");
      tx.insert('users', { id: 1 });
      await tx.commit();
    }),
  internal(transaction(1), select, update, {
    ...commit,
    attributes: { ...commit.attributes, ...attribute({ mutations: 1 }) },
  }),
);
calls(
  'Dml.runUpdate',
  'in a transaction',
  () =>
    database.runTransactionAsync(async (tx) => {
      await tx.runUpdate("UPDATE rows_2 SET name = 'x'");
      await tx.commit();
    }),
  internal(transaction(1), update, commit),
);
const aborted = unique('aborted_once');
calls(
  'Transaction.commit',
  'aborted once',
  () =>
    database.runTransactionAsync(async (tx) => {
      await tx.run('SELECT * FROM users');
      tx.insert(aborted, { id: 1 });
      await tx.commit();
    }),
  internal(
    {
      ...transaction(2),
      events: [{ name: 'retry', 'gcp.spanner.transaction.attempts': 2, 'error.type': 'ABORTED' }],
    },
    select,
    failed(call('commit', undefined, inTransaction, attribute({ mutations: 1 })), 'ABORTED'),
    call('begin', undefined, inTransaction),
    select,
    call('commit', undefined, inTransaction, attribute({ mutations: 1 })),
  ),
);
calls(
  'Transaction.batchUpdate',
  'equal statements, and different ones',
  () =>
    database.runTransactionAsync(async (tx) => {
      await tx.batchUpdate(["UPDATE rows_1 SET a = '1'", "UPDATE rows_1 SET a = '2'"]);
      await tx.batchUpdate(['UPDATE rows_1 SET a = 1', 'DELETE FROM rows_1 WHERE a = 2']);
      await tx.batchUpdate(['UPDATE rows_1 SET a = 1']);
      await tx.commit();
    }),
  internal(
    transaction(1),
    statement(
      'BATCH UPDATE rows_1',
      text('UPDATE rows_1 SET a = ?'),
      { 'db.operation.batch.size': 2 },
      inTransaction,
      attribute({ 'rows.affected': 2, 'rows.affected_exact': true }),
    ),
    statement(
      'BATCH',
      text('UPDATE rows_1 SET a = ?; DELETE FROM rows_1 WHERE a = ?'),
      { 'db.operation.batch.size': 2 },
      inTransaction,
      attribute({ 'rows.affected': 2, 'rows.affected_exact': true }),
    ),
    statement(
      'UPDATE rows_1',
      text('UPDATE rows_1 SET a = ?'),
      inTransaction,
      attribute({ 'rows.affected': 1, 'rows.affected_exact': true }),
    ),
    commit,
  ),
);
calls(
  'Transaction.rollback',
  'after a query',
  () =>
    database.runTransactionAsync(async (tx) => {
      await tx.run('SELECT * FROM users');
      await tx.rollback();
    }),
  internal(transaction(1), select, call('rollback', undefined, inTransaction)),
);
calls(
  'Database.runTransaction',
  'by callbacks',
  () =>
    new Promise<void>((resolve) => {
      database.runTransaction((_error, tx) => {
        tx!.run('SELECT * FROM users', () => {
          tx!.commit(() => resolve());
        });
      });
    }),
  internal(transaction(1), select, commit),
);
const silently = unique('aborted_once');
calls(
  'Database.runTransaction',
  'aborted once: the client does not call back',
  () =>
    new Promise<void>((resolve) => {
      database.runTransaction((_error, tx) => {
        tx!.insert(silently, { id: 1 });
        tx!.run('SELECT * FROM users', () => {
          tx!.commit(() => resolve());
        });
      });
    }),
  internal(
    {
      ...transaction(2),
      events: [{ name: 'retry', 'gcp.spanner.transaction.attempts': 2, 'error.type': 'ABORTED' }],
    },
    select,
    failed(call('commit', undefined, inTransaction, attribute({ mutations: 1 })), 'ABORTED'),
    call('begin', undefined, inTransaction),
    select,
    call('commit', undefined, inTransaction, attribute({ mutations: 1 })),
  ),
);

calls(
  'Snapshot.begin',
  'by hand',
  async () => {
    const [tx] = await database.getTransaction();
    await tx.begin();
    tx.end();
  },
  call('begin', undefined, inTransaction),
);
calls(
  'PartitionedDml.runUpdate',
  'by hand',
  async () => {
    const [session] = await database.createSession({});
    const dml = session.partitionedDml();
    await dml.begin();
    await dml.runUpdate("UPDATE rows_2 SET name = 'x'");
  },
  call('begin', undefined, type('partitioned_dml'), attribute({ 'session.multiplexed': false })),
  statement(
    'UPDATE rows_2',
    text('UPDATE rows_2 SET name = ?'),
    type('partitioned_dml'),
    attribute({ 'session.multiplexed': false, 'rows.affected': 2, 'rows.affected_exact': false }),
  ),
);

const readOnly = { ...type('read_only'), ...attribute({ 'session.multiplexed': true }) };
const batchBegin = call('begin', undefined, type('read_only'));
const inBatch = async (use: (batch: BatchTransaction) => unknown) => {
  const [batch] = await (database.createBatchTransaction() as unknown as Promise<[BatchTransaction]>);
  await use(batch);
  batch.close();
};
const query = 'SELECT * FROM users';
const partitions = call('partition_query', undefined, readOnly, attribute({ partitions: 2 }));
calls('Database.createBatchTransaction', 'to read partitions', () => inBatch(() => {}), batchBegin);
calls(
  'BatchTransaction.createQueryPartitions',
  'of a query',
  () => inBatch((it) => it.createQueryPartitions(query)),
  batchBegin,
  partitions,
);
calls(
  'BatchTransaction.createReadPartitions',
  'of a table',
  () => inBatch((it) => it.createReadPartitions({ table: 'users', columns: ['id'] })),
  batchBegin,
  call('partition_read', 'users', readOnly, attribute({ partitions: 2 })),
);
calls(
  'BatchTransaction.execute',
  'a partition',
  () =>
    inBatch(async (it) => {
      const [[first]] = await it.createQueryPartitions(query);
      await it.execute(first as never);
    }),
  batchBegin,
  partitions,
  call('execute_partition', undefined, readOnly, rows(3)),
);
calls(
  'BatchTransaction.executeStream',
  'a partition',
  () =>
    inBatch(async (it) => {
      const [[first]] = await it.createQueryPartitions(query);
      await consumed(it.executeStream(first));
    }),
  batchBegin,
  partitions,
  call('execute_partition', undefined, readOnly, rows(3)),
);

export const transactionCases = cases;
