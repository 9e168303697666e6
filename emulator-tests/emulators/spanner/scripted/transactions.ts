import { changed, metadataOf, newSession, newTransaction, now } from './answers.ts';
import { rowsOf, type Asked, type Faults } from './faults.ts';
import {
  askedByMutations,
  askedByRead,
  askedBySql,
  type BatchCreateSessionsRequest,
  type BatchDmlRequest,
  type BeginTransactionRequest,
  type CommitRequest,
  type CreateSessionRequest,
  type ReadRequest,
  type SqlRequest,
} from './messages.ts';
import type { UnaryFactory } from './unary.ts';

const nothing = (): Asked => ({ names: [], text: '' });
const partitions = () => ({
  partitions: ['one', 'two'].map((token) => ({ partitionToken: Buffer.from(token) })),
  transaction: newTransaction({ readOnly: {} }),
});

/** Sessions and transactions. */
export function transactionMethods(unary: UnaryFactory, faults: Faults) {
  /** The first failed statement ends the batch. Those before it are applied. */
  function batchDml({ statements, transaction }: BatchDmlRequest): object {
    const asked = statements.map((statement) => askedBySql({ ...statement, transaction }));
    const results: object[] = [];
    for (const [index, statement] of asked.entries()) {
      const fault = faults.strike('', statement);
      if (fault) return { resultSets: results, status: { code: fault.code, message: fault.details } };
      const metadata = metadataOf(index === 0 ? transaction?.begin : undefined, false);
      results.push({ metadata, stats: changed(rowsOf(statement), transaction?.id) });
    }
    return { resultSets: results, status: { code: 0 } };
  }

  return {
    CreateSession: unary<CreateSessionRequest>(nothing, ({ database, session }) =>
      newSession(database, session?.multiplexed),
    ),
    BatchCreateSessions: unary<BatchCreateSessionsRequest>(nothing, ({ database, sessionCount }) => ({
      session: Array.from({ length: sessionCount }, () => newSession(database)),
    })),
    GetSession: unary<{ name: string }>(nothing, ({ name }) => ({ name, createTime: now() })),
    ListSessions: unary<{ database: string }>(nothing, ({ database }) => ({
      sessions: [newSession(database)],
    })),
    DeleteSession: unary(nothing, () => ({})),
    /** Used to keep a session alive. */
    ExecuteSql: unary<SqlRequest>(askedBySql, ({ transaction }) => ({
      metadata: metadataOf(transaction?.begin),
      rows: [],
    })),
    BeginTransaction: unary<BeginTransactionRequest>(nothing, ({ options }) => newTransaction(options)),
    Commit: unary<CommitRequest>(
      ({ mutations }) => askedByMutations(mutations),
      ({ mutations, returnCommitStats }) => ({
        commitTimestamp: now(),
        ...(returnCommitStats && { commitStats: { mutationCount: 2 * mutations.length } }),
      }),
    ),
    Rollback: unary(nothing, () => ({})),
    ExecuteBatchDml: unary<BatchDmlRequest>(
      ({ statements, transaction }) =>
        askedBySql({ sql: statements.map(({ sql }) => sql).join('; '), transaction }),
      batchDml,
      'request_',
    ),
    PartitionQuery: unary<SqlRequest>(askedBySql, partitions),
    PartitionRead: unary<ReadRequest>(askedByRead, partitions),
  };
}
